import { MAX_IMPORT_MEBIBYTES } from "@/features/digest/limits";

/** Exports all subscribers as a CSV file, and imports subscribers from one. */
export function ImportExport() {
  return (
    <>
      <p className="text-sm text-soft">
        All subscribers with their preferences, when and how they consented, and who has left.
      </p>
      <p className="mt-3">
        <a href="/api/admin/digest/subscribers" download className="button button-quiet">
          Export CSV
        </a>
      </p>
      <details className="mt-3">
        <summary className="py-2 text-sm">Import…</summary>
        <form action="/api/admin/digest/subscribers" method="post" encType="multipart/form-data">
          <p className="mt-1 text-sm text-soft">
            The first line names the columns. Each row needs <code>email</code>,{" "}
            <code>consented_at</code> (when this person consented) and <code>consent_source</code>{" "}
            (how). Imported subscribers get the digest without another confirmation. Anyone who
            unsubscribed or was stopped here is skipped. The limit is {MAX_IMPORT_MEBIBYTES} MB;
            import larger files with <code>npm run subscribers -- import FILE</code>.
          </p>
          <label className="mt-4 block text-sm">
            <span className="font-medium">File</span>
            <input
              type="file"
              name="file"
              accept=".csv,.tsv,.txt,text/csv"
              className="field mt-1 py-2 text-sm file:mr-3 file:rounded file:border-0 file:bg-raised file:px-3 file:py-1 file:text-ink"
            />
          </label>
          <label className="mt-4 block text-sm">
            <span className="font-medium">Or paste the table</span>
            <textarea
              name="table"
              rows={4}
              spellCheck={false}
              wrap="off"
              placeholder={
                "email,consented_at,consent_source\nada@example.org,2026-01-02,newsletter"
              }
              className="field mt-1 py-2.5 font-mono text-sm"
            />
          </label>
          <label className="mt-4 flex items-start gap-2 text-sm">
            <input type="checkbox" name="resume" value="refused" className="mt-1" />
            Resume emails to those in the table whose address the mail server refused here
          </label>
          <button type="submit" className="button mt-4">
            Import
          </button>
        </form>
      </details>
    </>
  );
}
