// The provider's contracts, read once: the same file that BalanceBot reads.
import { readFileSync } from "node:fs";

const squeeze = (text) => text.replace(/[\s-]/g, "").toUpperCase();

export function readContracts(file) {
  const [head, ...rows] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const columns = head.split(",");
  const contracts = new Map();
  for (const row of rows) {
    const cells = row.split(",");
    const contract = Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
    contracts.set(squeeze(contract.contract), contract);
  }
  return {
    byNumber: (text) => contracts.get(squeeze(text)),
    proves: (contract, document) => contract !== undefined && squeeze(contract.document) === squeeze(document),
  };
}
