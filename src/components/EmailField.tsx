/** Where a person types their mail address. */
export function EmailField() {
  return (
    <input
      type="email"
      name="email"
      required
      maxLength={254}
      autoComplete="email"
      placeholder="you@example.org"
      aria-label="Your mail address"
      className="field"
    />
  );
}
