type Props = { selections: { id: string; subject: string }[]; total: number };

/** Links to the previews of the versions of an issue's email, if there are several. */
export function SelectionLinks({ selections, total }: Props) {
  if (total < 2) return null;
  return (
    <details className="text-sm">
      <summary className="py-2">{total.toLocaleString("en")} versions of the email</summary>
      <ul>
        {selections.map(({ id, subject }) => (
          <li key={id} className="break-words py-1">
            <a href={`/admin/digest/preview?selection=${id}`} className="quiet-link">
              {subject}
            </a>
          </li>
        ))}
        {total > selections.length && (
          <li className="py-1 text-soft">
            and {(total - selections.length).toLocaleString("en")} more. Each delivery below links
            to its email.
          </li>
        )}
      </ul>
    </details>
  );
}
