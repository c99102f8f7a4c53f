using System.CommandLine;
using System.Text.Json;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using BalanceBot.Replies;

namespace BalanceBot.Hosting.Inviting;

/// <summary>The operator's command invite.</summary>
internal static class InviteCommand
{
    public static Command Invite(Option<FileInfo?> file)
    {
        Argument<string[]> contract = AskCommand.Contract("invite");
        Option<bool> json = AskCommand.Json();
        Command invite = new(
            "invite",
            "Make a link with which a contract can be linked to a chat, once and for a short time (Linking:InvitationLasts). Asks the bot if it runs."
        )
        {
            contract,
            json,
        };
        invite.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "make a link",
                    (settings, asked) =>
                        Invite(settings, AskCommand.Joined(parsed.GetValue(contract)!), parsed.GetValue(json), asked),
                    stop
                )
        );
        return invite;
    }

    private static async Task<int> Invite(BotSettings settings, string contract, bool json, CancellationToken stop)
    {
        if (AskCommand.OnlyBySignIn(settings) is { } cannot)
        {
            return AskCommand.Fail(cannot);
        }

        InviteAnswer answer = await new InviteDesk(settings, TimeProvider.System).Invite(contract, stop);
        if (answer is not { Outcome: InviteAnswer.Invited, Contract: { } number, Url: { } url, ExpiresAt: { } until })
        {
            await Console.Error.WriteLineAsync(Trouble(answer.Outcome, contract));
            return 1;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, InviteJson.Plain.InviteAnswer));
            return 0;
        }

        string end = Composition.VoicesOf(settings).For(null).Short(until);
        Console.WriteLine($"Contract {Outside.Plain(number)} can be linked with this link, once, until {end}:");
        Console.WriteLine(url);
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine(QrCode.Text(url));
        }

        Console.WriteLine("Whoever opens it can link the contract: give it to its owner only.");
        return 0;
    }

    private static string Trouble(string outcome, string contract) =>
        outcome switch
        {
            "notFound" => $"The billing has no contract {Outside.Plain(contract)}.",
            "ambiguous" =>
                $"The billing has more than one contract {Outside.Plain(contract)}, so none of them can be linked.",
            "unavailable" => "The billing does not answer: try again in a few minutes.",
            _ => "The bot has not heard from Telegram yet who it is: try again in a moment.",
        };
}
