/** Scales numbers to a vector of length 1; null if they have no direction (only zeros, NaN, infinities). */
export function toUnit(numbers: number[]): Float32Array | null {
  const largest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
  if (!Number.isFinite(largest) || largest === 0 || numbers.some(Number.isNaN)) return null;
  // Divided by the largest first, so that squares neither overflow nor underflow.
  const scaled = numbers.map((number) => number / largest);
  const length = Math.sqrt(scaled.reduce((sum, number) => sum + number * number, 0));
  return Float32Array.from(scaled, (number) => number / length);
}

/** Encodes a vector as 32-bit floats, little-endian on every machine. */
export function toBytes(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((number, index) => {
    view.setFloat32(index * 4, number, true);
  });
  return new Uint8Array(view.buffer);
}

/** Decodes a vector that `toBytes` encoded. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, index) =>
    view.getFloat32(index * 4, true),
  );
}

type Candidate = { paperId: string; weight: number };

/**
 * Orders candidates by the mean of two numbers: their weight relative to the heaviest candidate, and the
 * cosine between their vector and the subject's. Without a vector of the same length only the weight
 * counts. Equal candidates keep their order.
 */
export function rerank(
  candidates: Candidate[],
  subject: Float32Array,
  vectors: Map<string, Float32Array>,
): Candidate[] {
  const maxWeight = Math.max(...candidates.map(({ weight }) => weight), Number.MIN_VALUE);
  const computeNearness = ({ paperId, weight }: Candidate) => {
    const share = weight / maxWeight;
    const vector = vectors.get(paperId);
    if (vector?.length !== subject.length) return share;
    const cosine = vector.reduce((sum, number, index) => sum + number * (subject[index] ?? 0), 0);
    return (share + cosine) / 2;
  };
  return candidates
    .map((candidate) => ({ candidate, nearness: computeNearness(candidate) }))
    .sort((a, b) => b.nearness - a.nearness)
    .map(({ candidate }) => candidate);
}
