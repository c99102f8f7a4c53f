// What both bots say and remember. A session is { step, contract, links }.
export const fresh = () => ({ step: "idle", links: [] });

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const buttons = {
  inline_keyboard: [[{ text: "Refresh", callback_data: "balance" }, { text: "My contracts", callback_data: "contracts" }]],
};

const html = { parse_mode: "HTML", link_preview_options: { is_disabled: true } };

/** One message for all linked contracts. */
export function balances(contracts, session) {
  if (session.links.length === 0) return ["No contract is linked to this chat yet. Press /link.", html];
  const now = new Date().toISOString().slice(0, 16).replace("T", " ");
  const lines = session.links.map((number) => {
    const contract = contracts.byNumber(number);
    return contract === undefined
      ? `Contract <b>${escape(number)}</b> is not found.`
      : `Contract <b>${escape(contract.contract)}</b>\nBalance: <b>${contract.balance} kr</b>\nAs of ${now}`;
  });
  return [lines.join("\n\n"), { ...html, reply_markup: buttons }];
}

export function listed(session) {
  return session.links.length === 0
    ? ["No contract is linked to this chat yet. Press /link.", html]
    : [`Linked: ${session.links.map(escape).join(", ")}`, html];
}

export function beginLink(session) {
  session.step = "contract";
  return ["Send the contract number.", html];
}

/** A plain text, by the step of the dialogue. `secret`: the message goes from the chat. */
export function hear(contracts, session, text) {
  switch (session.step) {
    case "contract":
      session.step = "document";
      session.contract = text;
      return { say: ["Now the number of the document in the contract.", html] };
    case "document": {
      const contract = contracts.byNumber(session.contract ?? "");
      session.step = "idle";
      delete session.contract;
      if (!contracts.proves(contract, text)) {
        return { secret: true, say: ["Contract or document is wrong. Press /link to try again.", html] };
      }
      if (!session.links.includes(contract.contract)) session.links.push(contract.contract);
      return { secret: true, say: [`Contract <b>${escape(contract.contract)}</b> is linked.`, html] };
    }
    default:
      return { say: ["I do not understand. /balance shows the balance.", html] };
  }
}
