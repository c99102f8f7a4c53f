using BalanceBot.Sandbox.ChatPage;

namespace BalanceBot.Tests.Sandbox.ChatPage;

/// <summary>A conversation with a bit of everything, to look at.</summary>
internal static class DemoChats
{
    public const string English = "Ella Example";
    public const string Norwegian = "Nora Eksempel";

    public static void Fill(ScriptedWorld world)
    {
        var ella = world.AddPerson(English, "en").Id;
        world.AddPerson(Norwegian, "nb");
        world.Say(ella, "/start");
        Bot("Hello, Ella! I show the balance of your contract and warn you before money runs out.");
        Bot("How shall we link your contract?", [], ["Contract number and document"], ["Login", "Password"]);
        world.Say(ella, "hm, what do I need? my contract is somewhere in the kitchen drawer I think");
        Bot(
            "Your contract number, as on the bill. For example 700 123.\nNothing you type stays in this chat.",
            [new("code", 56, 7), new("italic", 65, 37)]
        );
        world.Say(ella, "/balance");
        Bot(
            "Fiber 100 · 700 123\n412.50 NOK\n\nNext charge 499.00 NOK on 30 November. You will be 86.50 NOK short.\nPay by then and nothing changes. All about it: example.org/pay",
            [
                new("bold", 20, 10),
                new("blockquote", 32, 67),
                new("text_link", 147, 15, "https://example.org/pay"),
                new("spoiler", 9, 10),
            ],
            ["Top up", "History"],
            ["Change warnings"]
        );
        world.BotSetsKeyboard(
            ella,
            new([
                [new("Balance"), new("Contracts")],
                [new("Share my number", Contact: true), new("Help")],
            ])
        );

        void Bot(string text, PageEntity[]? entities = null, params string[][] buttons) =>
            world.Show(
                ella,
                Side.Bot,
                text,
                [.. buttons.Select(row => row.Select(label => new PageButton(label, label)).ToArray())],
                entities
            );
    }
}
