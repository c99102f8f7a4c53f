/** Posts and tells apart "no" (a sentence of the server's) from "nobody there". */
async function post(path, body = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  if (!response.ok) throw new Error((await response.text()) || `The sandbox answered ${response.status}.`);
  return response.status === 204 ? null : response.json();
}

export const api = {
  addPerson: (name, language) => post("/api/people", { name, language }),
  closePerson: (person) => post(`/api/people/${person}/close`),
  say: (person, text) => post(`/api/people/${person}/say`, { text }),
  press: (person, message, row, column) => post(`/api/people/${person}/press`, { message, row, column }),
  contact: (person, own) => post(`/api/people/${person}/contact`, { own }),
  kind: (person, kind) => post(`/api/people/${person}/kind`, { name: kind }),
  edit: (person, message, text) => post(`/api/people/${person}/edit`, { message, text }),
  block: (person, blocked) => post(`/api/people/${person}/block`, { blocked }),
  balance: (contract, balance) => post("/api/contracts/balance", { contract, balance }),
  charge: (contract) => post("/api/contracts/charge", { contract }),
  pay: (contract, amount) => post("/api/contracts/pay", { contract, amount }),
  forward: (forwardSeconds) => post("/api/clock", { forwardSeconds }),
  fault: (kind, on, seconds) => post("/api/faults", { kind, on, seconds }),
};
