import {
  findAddressChange,
  findReader,
  listReaderMails,
  type Reader,
  type ReaderMail,
} from "./queries";

/** What the page of a reader shows. */
export type ReaderView = {
  reader: Reader;
  /** The newest */
  mails: ReaderMail[];
  /** The address that a change waits for */
  waiting: string | null;
};

const NEWEST = 30;
const CHANGE_LIFE = 48 * 60 * 60_000;

/** A reader with what belongs to them, or null where there is none. */
export async function findReaderView(id: string, now: Date): Promise<ReaderView | null> {
  const reader = await findReader(id);
  if (!reader) return null;
  const [mails, change] = await Promise.all([listReaderMails(id, NEWEST), findAddressChange(id)]);
  const isOpen =
    change &&
    !(change.oldConfirmedAt && change.newConfirmedAt) &&
    now.getTime() - change.createdAt.getTime() < CHANGE_LIFE;
  return { reader, mails, waiting: isOpen ? change.email : null };
}
