using BalanceBot.Hosting.Asking;
using BalanceBot.Tests.Replies;

namespace BalanceBot.Tests.Hosting;

public sealed class AnswerTablesTests
{
    private static readonly DateTimeOffset Now = Samples.Now;
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
    private static readonly BalanceAnswer Balance = new(-28.5m, "NOK", Now.AddHours(-1));

    [Fact]
    public void Why_is_a_table_of_chats_and_decisions_by_the_operators_clock() =>
        Assert.Equal(
            """
            Contract 700 123: -28.50 NOK, as of 2026-11-24 13:30
            Last complete scan: 2026-11-24 14:00
            ┌──────┬──────────────────┬───────────────────────────────────────┬────────────┐
            │ Chat │ When             │ Decision                              │    Balance │
            ├──────┼──────────────────┼───────────────────────────────────────┼────────────┤
            │ 1001 │ judged now       │ waits until tomorrow                  │ -28.50 NOK │
            │      │ 2026-11-25 08:00 │ waits to be told                      │            │
            │      │                  │ the last message may not have arrived │            │
            │      │ 2026-11-23 14:30 │ warned (1 day)                        │  12.00 NOK │
            │ 1002 │ judged now       │ silent: switched off                  │            │
            │      │                  │ no decision is recorded yet           │            │
            └──────┴──────────────────┴───────────────────────────────────────┴────────────┘
            """,
            Shown(tables => tables.Show(Why("700 123", "found", Balance, [Waiting, Silent])))
        );

    [Fact]
    public void The_audit_is_a_table_with_the_time_zone_and_hashes_where_a_person_is_forgotten()
    {
        AuditLine linked = new(
            Now.AddSeconds(5),
            "linked",
            1001,
            new string('a', 32),
            "K[1]",
            new string('b', 32),
            "token",
            null
        );
        AuditLine forgotten = linked with
        {
            Kind = "forgotten",
            Chat = null,
            Contract = null,
            ContractHash = null,
            Way = null,
        };

        Assert.Equal(
            """
            ┌────────────────────────────┬───────────┬───────────────┬──────────┬───────┬────────┐
            │ When                       │ What      │ Chat          │ Contract │ Way   │ Detail │
            ├────────────────────────────┼───────────┼───────────────┼──────────┼───────┼────────┤
            │ 2026-11-24 14:30:05 +01:00 │ linked    │ 1001          │ K[1]     │ token │        │
            │ 2026-11-24 14:30:05 +01:00 │ forgotten │ #aaaaaaaaaaaa │          │       │        │
            └────────────────────────────┴───────────┴───────────────┴──────────┴───────┴────────┘
            """,
            Shown(tables => tables.Show(new AuditAnswer(Now, null, [linked, forgotten], More: false), Oslo))
        );
    }

    [Fact]
    public void An_empty_audit_and_one_too_long_for_one_answer_are_said_in_a_sentence()
    {
        Assert.Equal(
            "Nothing of the contract K1 is in the audit since 2026-11-24 14:30:00 +01:00.",
            Shown(tables => tables.Show(new AuditAnswer(Now, "K1", [], More: false), Oslo))
        );
        AuditLine line = new(Now, "refused", null, null, null, null, null, null);
        Assert.EndsWith(
            "These are the first 1: there are more, ask with a later --since.",
            Shown(tables => tables.Show(new AuditAnswer(Now, null, [line], More: true), Oslo))
        );
    }

    [Theory]
    [InlineData("unavailable", "Contract 700 123: the billing does not answer")]
    [InlineData("notFound", "Contract 700 123: the billing does not have it")]
    [InlineData("ambiguous", "Contract 700 123: the billing has several of this number")]
    public void Without_a_balance_it_is_said_why(string billing, string expected) =>
        Assert.StartsWith(expected, Shown(tables => tables.Show(Why("700 123", billing, null, [Silent]))));

    [Fact]
    public void A_contract_that_nobody_has_linked_is_two_lines_and_no_table() =>
        Assert.Equal(
            """
            Contract 700 123: -28.50 NOK, as of 2026-11-24 13:30
            Last complete scan: 2026-11-24 14:00
            No chat is linked to it.
            """,
            Shown(tables => tables.Show(Why("700 123", "found", Balance, [])))
        );

    [Fact]
    public void A_number_from_outside_is_neither_mark_up_nor_an_order_to_the_terminal()
    {
        string shown = Shown(tables => tables.Show(Why("[red]7[/]\u001b[2J\n", "found", Balance, [])));

        Assert.StartsWith("Contract [red]7[/] [2J: -28.50 NOK", shown);
    }

    [Fact]
    public void Dry_run_counts_each_level_and_names_the_first() =>
        Assert.Equal(
            """
            Within 24 hours 3 would be warned, of 120 linked contracts.
            2 could not be judged: the billing has none or several of their number.
            ┌─────────┬───────────┐
            │ Level   │ Contracts │
            ├─────────┼───────────┤
            │ stopped │         0 │
            │ 1 day   │         3 │
            └─────────┴───────────┘
            ┌──────────────────┬──────────┬──────┬───────┬────────────┬────────────┐
            │ When             │ Contract │ Chat │ Level │ Ends       │      Lacks │
            ├──────────────────┼──────────┼──────┼───────┼────────────┼────────────┤
            │ 2026-11-24 14:30 │ 700 [1]  │ 1001 │ 1 day │ 2026-11-25 │ 140.00 NOK │
            │ 2026-11-25 08:00 │ 700 124  │ 1002 │ 1 day │            │            │
            └──────────────────┴──────────┴──────┴───────┴────────────┴────────────┘
            ... and 1 more
            """,
            Shown(tables =>
                tables.Show(
                    new DryRunAnswer(
                        120,
                        3,
                        2,
                        [new LevelAnswer("stopped", 0, "stopped"), new LevelAnswer("day", 3, "1 day")],
                        [
                            new DueAnswer(
                                Now,
                                "700 [1]",
                                1001,
                                "day",
                                new DateOnly(2026, 11, 25),
                                140m,
                                "NOK",
                                "1 day"
                            ),
                            new DueAnswer(Now.AddHours(17.5), "700 124", 1002, "day", null, null, "NOK", "1 day"),
                        ]
                    )
                )
            )
        );

    [Fact]
    public void Into_a_pipe_a_long_reason_stays_on_its_line()
    {
        string reason = string.Join(' ', Enumerable.Repeat("reason", 60));
        ChatAnswer chat = Silent with { Now = Decision(Now, reason, null) };

        string shown = Shown(tables => tables.Show(Why("700 123", "found", Balance, [chat])));

        Assert.Contains(reason, shown);
        Assert.DoesNotContain('\u001b', shown);
    }

    private static ChatAnswer Waiting =>
        new(
            1001,
            Decision(Now, "waits until tomorrow", -28.5m),
            Unsure: true,
            Now.AddHours(17.5),
            [Decision(Now.AddDays(-1), "warned (1 day)", 12m)]
        );

    private static ChatAnswer Silent => new(1002, Decision(Now, "silent: switched off", null), false, null, []);

    private static WhyAnswer Why(string contract, string billing, BalanceAnswer? balance, ChatAnswer[] chats) =>
        new(contract, billing, null, balance, Now.AddMinutes(-30), chats);

    private static DecisionAnswer Decision(DateTimeOffset at, string text, decimal? balance) =>
        new(at, "silent", null, null, balance, null, null, null, text);

    private static string Shown(Action<AnswerTables> show)
    {
        using StringWriter output = new() { NewLine = "\n" };
        show(new AnswerTables(AnswerTables.ConsoleOn(output, isTerminal: false), Samples.VoiceOf("en")));
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
