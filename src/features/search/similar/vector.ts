/** A vector of length 1 in the same direction; null for what has none (zeros, NaN, infinities). */
export function toUnit(numbers: number[]): Float32Array | null {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  if (!Number.isFinite(largest) || largest === 0 || numbers.some(Number.isNaN)) return null;
  // Scaled first, so that squares neither overflow nor vanish.
  const scaled = numbers.map((number) => number / largest);
  const length = Math.sqrt(scaled.reduce((sum, number) => sum + number * number, 0));
  return Float32Array.from(scaled, (number) => number / length);
}

/** 32-bit floats, little-endian, whatever the machine. */
export function toBytes(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((number, index) => {
    view.setFloat32(index * 4, number, true);
  });
  return new Uint8Array(view.buffer);
}

export function fromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, index) =>
    view.getFloat32(index * 4, true),
  );
}

type Candidate = { paperId: string; weight: number };

/**
 * Orders candidates by half their share of the weightiest one's terms and half the cosine of their
 * vector with the subject's; where a vector is missing or of another length, by their share alone.
 * Equal ones keep their order.
 */
export function rerank(
  candidates: Candidate[],
  subject: Float32Array,
  vectors: Map<string, Float32Array>,
): Candidate[] {
  const most = Math.max(...candidates.map(({ weight }) => weight), Number.MIN_VALUE);
  const near = ({ paperId, weight }: Candidate) => {
    const share = weight / most;
    const vector = vectors.get(paperId);
    if (vector?.length !== subject.length) return share;
    const cosine = vector.reduce((sum, number, index) => sum + number * (subject[index] ?? 0), 0);
    return (share + cosine) / 2;
  };
  return candidates
    .map((candidate) => ({ candidate, nearness: near(candidate) }))
    .sort((a, b) => b.nearness - a.nearness)
    .map(({ candidate }) => candidate);
}
