export function EmailField() {
  return (
    <input
      type="email"
      name="email"
      required
      maxLength={254}
      autoComplete="email"
      placeholder="you@example.org"
      aria-label="Your email address"
      className="field"
    />
  );
}
