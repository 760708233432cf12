// The name some commands know it by; see ts.mjs.
import "./ts.mjs";
