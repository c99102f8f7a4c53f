using System.Globalization;
using BalanceBot.Replies;
using BalanceBot.Warnings;
using Spectre.Console;

namespace BalanceBot.Hosting.Asking;

/// <summary>Answers for people at a terminal. Times are by the operator's clock.</summary>
internal sealed class AnswerTables(IAnsiConsole console, Voice voice)
{
    /// <summary>Wider than any answer: into a file or a pipe nothing is wrapped or cut.</summary>
    private const int Unbounded = 1000;

    /// <param name="isTerminal">Otherwise plain text, without colours.</param>
    public static IAnsiConsole ConsoleOn(TextWriter output, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                // They would switch colours on for some build servers, whose log is no terminal.
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        if (!isTerminal)
        {
            console.Profile.Width = Unbounded;
        }

        return console;
    }

    public void Show(WhyAnswer why)
    {
        Line($"Contract {Outside.Plain(why.Contract)}: {BalanceOf(why)}");
        Line(why.LastScan is { } scan ? $"Last complete scan: {voice.Short(scan)}" : "No scan is complete yet.");
        if (why.Chats.Count == 0)
        {
            Line("No chat is linked to it.");
            return;
        }

        Table table = TableOf("Chat", "When", "Decision");
        table.AddColumn(new TableColumn(Cell("Balance")).RightAligned());
        foreach (ChatAnswer chat in why.Chats)
        {
            Add(table, chat, why.Balance?.Currency ?? "");
        }

        console.Write(table);
    }

    public void Show(DryRunAnswer dryRun)
    {
        Line($"Within 24 hours {dryRun.Due} would be warned, of {dryRun.Linked} linked contracts.");
        if (dryRun.NotJudged > 0)
        {
            Line($"{dryRun.NotJudged} could not be judged: the billing has none or several of their number.");
        }

        Table levels = TableOf("Level");
        levels.AddColumn(new TableColumn(Cell("Contracts")).RightAligned());
        foreach (LevelAnswer level in dryRun.Levels)
        {
            levels.AddRow(Cell(level.Text), Cell(level.Count.ToString(CultureInfo.InvariantCulture)));
        }

        console.Write(levels);
        if (dryRun.First.Count > 0)
        {
            console.Write(TableOf(dryRun.First));
        }

        if (dryRun.Due > dryRun.First.Count)
        {
            Line($"... and {dryRun.Due - dryRun.First.Count} more");
        }
    }

    public void Show(AuditAnswer audit, TimeZoneInfo zone)
    {
        string what = audit.Contract is { } key ? $" of the contract {Outside.Plain(key)}" : "";
        if (audit.Entries.Count == 0)
        {
            Line($"Nothing{what} is in the audit since {Moment(audit.Since, zone)}.");
            return;
        }

        Table table = TableOf("When", "What", "Chat", "Contract", "Way", "Detail");
        foreach (AuditLine line in audit.Entries)
        {
            table.AddRow(
                Cell(Moment(line.At, zone)),
                Cell(line.Kind),
                Cell(line.Chat is { } chat ? Id(chat) : Hash(line.ChatHash)),
                Cell(line.Contract is { } contract ? Outside.Plain(contract) : Hash(line.ContractHash)),
                Cell(line.Way ?? ""),
                Cell(line.Detail is { } detail ? Outside.Plain(detail) : "")
            );
        }

        console.Write(table);
        if (audit.More)
        {
            Line($"These are the first {audit.Entries.Count}: there are more, ask with a later --since.");
        }
    }

    /// <summary>To the second, for guesses come fast; with the distance from UTC.</summary>
    private static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Enough of it to tell those who asked to be forgotten from each other.</summary>
    private static string Hash(string? hash) => hash is null ? "" : $"#{hash[..12]}";

    private void Add(Table table, ChatAnswer chat, string currency)
    {
        table.AddRow(
            Cell(Id(chat.Chat)),
            Cell("judged now"),
            Cell(chat.Now.Text),
            Cell(Sum(chat.Now.Balance, currency))
        );
        if (chat.DueAt is { } due)
        {
            table.AddRow("", voice.Short(due), "waits to be told", "");
        }

        if (chat.Unsure)
        {
            table.AddRow("", "", "the last message may not have arrived", "");
        }

        foreach (DecisionAnswer decision in chat.Decisions)
        {
            table.AddRow(
                Cell(""),
                Cell(voice.Short(decision.At)),
                Cell(decision.Text),
                Cell(Sum(decision.Balance, currency))
            );
        }

        if (chat.Decisions.Count == 0)
        {
            table.AddRow("", "", "no decision is recorded yet", "");
        }
    }

    private Table TableOf(IReadOnlyList<DueAnswer> first)
    {
        Table table = TableOf("When", "Contract", "Chat", "Level", "Ends");
        table.AddColumn(new TableColumn(Cell("Lacks")).RightAligned());
        foreach (DueAnswer line in first)
        {
            table.AddRow(
                Cell(voice.Short(line.At)),
                Cell(Outside.Plain(line.Contract)),
                Cell(Id(line.Chat)),
                Cell(line.Text),
                Cell(line.Ends?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""),
                Cell(Sum(line.Missing, line.Currency))
            );
        }

        return table;
    }

    private string BalanceOf(WhyAnswer why) =>
        why.Balance is { } balance
            ? $"{Sum(balance.Amount, balance.Currency)}, as of {voice.Short(balance.AsOf)}"
            : why.Billing switch
            {
                WhyAnswer.Unavailable => "the billing does not answer",
                WhyAnswer.NotFound => "the billing does not have it",
                _ => "the billing has several of this number",
            };

    /// <summary>As a calculator shows it, with a minus: no sentence stands around it.</summary>
    private static string Sum(decimal? sum, string currency) =>
        sum is not { } value ? ""
        : currency.Length == 0 ? value.ToString(CultureInfo.InvariantCulture)
        : $"{value.ToString($"F{MinorUnits.Digits(currency)}", CultureInfo.InvariantCulture)} {Outside.Plain(currency)}";

    private static Table TableOf(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Square };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(Cell(column)));
        }

        return table;
    }

    /// <summary>Never as mark-up: a contract number may hold brackets.</summary>
    private static Text Cell(string text) => new(text);

    private static string Id(long chat) => chat.ToString(CultureInfo.InvariantCulture);

    private void Line(string text) => console.WriteLine(text);
}
