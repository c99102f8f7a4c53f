using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Hosting.Keys;
using BalanceBot.Hosting.Moving;
using BalanceBot.Hosting.Settings;
using BalanceBot.Hosting.Trying;
using BalanceBot.Storage;
using Microsoft.Extensions.Logging.Console;

namespace BalanceBot.Hosting;

/// <summary>The executable's commands. Exit codes: 0 fine, 1 something to repair (told on stderr), 2 typed wrong.</summary>
internal static class CommandLine
{
    private const int TypedWrong = 2;

    public static async Task<int> Run(string[] args)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("BalanceBot --help shows what there is.");
            return TypedWrong;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static RootCommand Root()
    {
        Option<FileInfo?> file = new("--settings")
        {
            Description = "Settings file. Default: appsettings.json in the current folder, if there is one.",
            HelpName = "file",
            Recursive = true,
        };
        Option<bool> json = new("--json") { Description = "Answer as JSON, for scripts." };
        Command run = new("run", "Run the bot until SIGTERM or Ctrl+C (also without any command).");
        run.SetAction((parsed, stop) => RunBot(parsed.GetValue(file), stop));
        Command check = new("check-settings", "Tell all mistakes in the settings, and do nothing else.") { json };
        check.SetAction(parsed => Check(parsed.GetValue(file), parsed.GetValue(json)));
        Command health = new("health", "Ask the running bot at Health:Listen whether it is ready: 0 yes, 1 no.");
        health.SetAction((parsed, stop) => HealthCommand.Ask(Read(parsed.GetValue(file)).Settings.Health, stop));
        RootCommand root = new(
            "Tells subscribers in Telegram their balance. Settings: appsettings.json, and environment variables BALANCEBOT__SECTION__NAME."
        )
        {
            file,
            run,
            check,
            CheckCommand.Check(file),
            health,
            AskCommand.Why(file),
            AskCommand.DryRun(file),
            InviteCommand.Invite(file),
            AuditCommand.Audit(file),
            MoveCommand.MoveStore(file),
            MakeKeyCommand.MakeKey(),
            RotateKeyCommand.RotateKey(file),
        };
        root.SetAction((parsed, stop) => RunBot(parsed.GetValue(file), stop));
        return root;
    }

    private static Task<int> RunBot(FileInfo? file, CancellationToken stop) =>
        Work(
            file,
            "start",
            async (settings, asked) =>
            {
                try
                {
                    await using BotHost bot = await BotHost.Start(
                        settings,
                        TimeProvider.System,
                        logging => Logging(logging, ConfigurationOf(file), settings.Log),
                        asked
                    );
                    return await bot.RunUntil(asked);
                }
                catch (OperationCanceledException)
                {
                    return 0;
                }
            },
            stop
        );

    /// <summary>What needs good settings: every way it can fail is told in a sentence.</summary>
    /// <param name="doing">What it cannot do when it fails: "BalanceBot cannot ...".</param>
    /// <param name="work">With the settings, and a token that SIGTERM and Ctrl+C cancel; gives the exit code.</param>
    internal static async Task<int> Work(
        FileInfo? file,
        string doing,
        Func<BotSettings, CancellationToken, Task<int>> work,
        CancellationToken stop
    )
    {
        SettingsReading reading = Read(file);
        if (reading.Mistakes.Count > 0)
        {
            return TellMistakes(reading.Mistakes);
        }

        try
        {
            await using Termination termination = new(stop);
            return await work(reading.Settings, termination.Asked);
        }
        catch (Exception failure) when (failure is UnusableException or StoreUnusableException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before it was done.");
            return 1;
        }
#pragma warning disable CA1031 // The last place: told without its message, which may quote a secret.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"BalanceBot cannot {doing}: {BotHost.Told(failure)}");
            return 1;
        }
    }

    private static int Check(FileInfo? file, bool json)
    {
        IReadOnlyList<string> mistakes = Read(file).Mistakes;
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(new CheckAnswer(mistakes.Count == 0, mistakes), CheckJson.Plain.CheckAnswer)
            );
            return mistakes.Count == 0 ? 0 : 1;
        }

        if (mistakes.Count > 0)
        {
            return TellMistakes(mistakes);
        }

        Console.WriteLine("The settings are fine.");
        return 0;
    }

    private static int TellMistakes(IReadOnlyList<string> mistakes)
    {
        Console.Error.WriteLine(
            mistakes.Count == 1 ? "One setting is wrong:" : $"{mistakes.Count} settings are wrong:"
        );
        foreach (string mistake in mistakes)
        {
            Console.Error.WriteLine($"  {mistake}");
        }

        return 1;
    }

    internal static SettingsReading Read(FileInfo? file) =>
        file is { Exists: false }
            ? new SettingsReading(new BotSettings(), [$"The settings file {file.FullName} is not there."])
            : ReadExisting(file);

    private static SettingsReading ReadExisting(FileInfo? file)
    {
        try
        {
            return SettingsReader.Read(ConfigurationOf(file));
        }
        catch (Exception broken) when (broken is InvalidDataException or FormatException)
        {
            string name = file?.FullName ?? Path.GetFullPath("appsettings.json");
            long? line = (
                (broken.InnerException ?? broken).InnerException as JsonException
                ?? broken.InnerException as JsonException
            )?.LineNumber;
            return new SettingsReading(
                new BotSettings(),
                [$"The settings file {name} is not valid JSON{(line is { } at ? $" at line {at + 1}" : "")}."]
            );
        }
    }

    private static IConfigurationRoot ConfigurationOf(FileInfo? file) =>
        new ConfigurationBuilder()
            .AddJsonFile(
                file?.FullName ?? Path.GetFullPath("appsettings.json"),
                optional: file is null,
                reloadOnChange: false
            )
            .AddEnvironmentVariables("BALANCEBOT__")
            .Build();

    private static void Logging(ILoggingBuilder logging, IConfiguration configuration, LogSettings settings)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (settings.IsJson)
        {
            logging.AddJsonConsole(Stamped);
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                Stamped(console);
                console.SingleLine = true;
                console.TimestampFormat += " ";
            });
        }
    }

    private static void Stamped(ConsoleFormatterOptions console)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    }
}

internal sealed record CheckAnswer(bool Fine, IReadOnlyList<string> Mistakes);

[JsonSerializable(typeof(CheckAnswer))]
internal sealed partial class CheckJson : JsonSerializerContext
{
    /// <summary>For terminals and scripts, not for HTML: an apostrophe stays one.</summary>
    public static CheckJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
