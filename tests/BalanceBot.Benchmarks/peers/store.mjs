// Sessions in SQLite. WAL with synchronous=FULL: what a write has returned from survives a power cut.
import Database from "better-sqlite3";

export function openStore(file) {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("create table if not exists sessions (key text primary key, value text not null) without rowid");
  const read = db.prepare("select value from sessions where key = ?").pluck();
  const write = db.prepare("insert into sessions values (?, ?) on conflict (key) do update set value = excluded.value");
  const remove = db.prepare("delete from sessions where key = ?");
  return {
    get: (key) => {
      const found = read.get(key);
      return found === undefined ? undefined : JSON.parse(found);
    },
    set: (key, value) => void write.run(key, JSON.stringify(value)),
    delete: (key) => void remove.run(key),
    close: () => db.close(),
  };
}
