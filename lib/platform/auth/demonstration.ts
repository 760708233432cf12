/** The published sign-ins of a demonstration; no other installation has them. */
export const DEMONSTRATION_PASSWORD = "touring-3000-blue-54";

const at = (name: string, who: string) => ({ email: `${name}@adventure-works.example`, who });

export const DEMONSTRATION_SIGN_INS = [
  at("coo", "Chief operating officer"),
  at("ceo", "Chief executive officer"),
  at("cfo", "Chief financial officer"),
  at("production", "Lead of Production"),
  at("purchasing", "Lead of Purchasing"),
  at("quality", "Lead of Quality Assurance"),
  at("sales", "Lead of Sales"),
  at("member", "Member"),
  at("viewer", "Viewer"),
  at("admin", "Administrator"),
];
