using System.CommandLine;
using System.CommandLine.Parsing;
using BalanceBot.Hosting;
using BalanceBot.Storage;

namespace BalanceBot.Sandbox;

/// <summary>The sandbox's command line. Exit codes: 0 fine, 1 something in the way (told on stderr), 2 typed wrong.</summary>
internal static class SandboxCommand
{
    private const int TypedWrong = 2;

    public static async Task<int> Run(string[] args)
    {
        Option<DirectoryInfo?> data = new("--data")
        {
            Description = "Folder for the bot's data and the billing file. Default: a fresh one, removed at the end.",
            HelpName = "folder",
        };
        Option<int?> port = new("--port")
        {
            Description = "Port of the page. Default: 5080, or a free one when that is taken.",
            HelpName = "n",
        };
        Option<int> api = new("--bot-api-port")
        {
            Description = "Port of the imitated Bot API. Default: a free one.",
            HelpName = "n",
        };
        Option<bool> noBot = new("--no-bot")
        {
            Description = "Only the page and the Bot API; start a bot of your own against it.",
        };
        Option<bool> verbose = new("--verbose") { Description = "Show the bot's log." };
        RootCommand root = new(
            "Tries BalanceBot without Telegram: an imitation of it, a chat page in the browser, and the real bot."
        )
        {
            data,
            port,
            api,
            noBot,
            verbose,
        };
        root.SetAction(
            (parsed, stop) =>
                Guarded(
                    new SandboxSettings(
                        parsed.GetValue(data)?.FullName,
                        parsed.GetValue(port),
                        parsed.GetValue(api),
                        !parsed.GetValue(noBot),
                        parsed.GetValue(verbose)
                    ),
                    stop
                )
        );
        ParseResult parsed = root.Parse(args);
        foreach (ParseError error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        return parsed.Errors.Count > 0
            ? TypedWrong
            : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task<int> Guarded(SandboxSettings settings, CancellationToken also)
    {
        try
        {
            await using Termination termination = new(also);
            await using SandboxHost sandbox = await SandboxHost.Start(settings, termination.Asked);
            Console.WriteLine($"BalanceBot sandbox: {sandbox.Page}  (Ctrl+C stops it)");
            if (!settings.WithBot)
            {
                Console.WriteLine($"Bot API: {sandbox.BotApi}  token: {SandboxHost.Token}");
            }

            return await sandbox.RunUntil(termination.Asked);
        }
        catch (Exception failure) when (failure is UnusableException or StoreUnusableException or IOException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }
}
