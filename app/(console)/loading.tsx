import { SkeletonBlock, SkeletonRows } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <>
      <SkeletonBlock height={72} />
      <SkeletonRows rows={12} />
    </>
  );
}
