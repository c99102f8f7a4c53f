// A bot on a library that knows nothing of us: whatever the imitation gets wrong, grammY stumbles over.
// Each line on stdout is one thing it saw, as JSON.
import { Bot, GrammyError, InlineKeyboard } from "grammy";

const bot = new Bot(process.env.BOT_TOKEN, { client: { apiRoot: process.env.BOT_API } });
const saw = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));

const refusal = async (call) => {
  try {
    await call();
    return { code: 200 };
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    return { code: error.error_code, words: error.description, after: error.parameters.retry_after ?? 0 };
  }
};

bot.command("start", async (ctx) => {
  const sent = await ctx.reply("<b>Hello</b>, choose", {
    parse_mode: "HTML",
    reply_markup: new InlineKeyboard().text("Yes", "y").url("Site", "https://example.org"),
  });
  saw("start", { from: ctx.from.first_name, language: ctx.from.language_code, bold: sent.entities?.[0]?.type });
});

bot.callbackQuery("y", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "Noted" });
  await ctx.editMessageText("Done");
  saw("press", { again: await refusal(() => ctx.answerCallbackQuery()) });
});

bot.hears("secret", async (ctx) => {
  await ctx.deleteMessage();
  saw("deleted", { again: await refusal(() => ctx.deleteMessage()) });
});

bot.hears("flood", async (ctx) => {
  let last = { code: 200 };
  for (let n = 0; n < 40 && last.code === 200; n++) last = await refusal(() => ctx.reply(`${n}`));
  saw("flood", last);
});

bot.on("my_chat_member", async (ctx) => {
  saw("member", {
    status: ctx.myChatMember.new_chat_member.status,
    send: await refusal(() => bot.api.sendMessage(ctx.chat.id, "still there?")),
  });
});

bot.on("edited_message:text", (ctx) => saw("edited", { words: ctx.editedMessage.text }));
bot.on("message:contact", (ctx) => saw("contact", { owner: ctx.message.contact.user_id }));

const me = await bot.api.getMe();
await bot.api.setMyCommands([{ command: "start", description: "Begin" }]);
saw("me", { name: me.username, commands: (await bot.api.getMyCommands()).length });
process.on("SIGTERM", () => bot.stop());
await bot.start({
  timeout: 2,
  allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
  onStart: () => saw("polling"),
});
saw("stopped");
