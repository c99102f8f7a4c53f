using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using CsCheck;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>Keys are the billing's: texts that count letter by letter, in the order in which it pages.</summary>
public abstract partial class ScanStoreContract
{
    private static readonly string[] Keys =
    [
        "1",
        "10",
        "1 0",
        "1-0",
        "01",
        "2",
        "sub1",
        "SUB1",
        "Sub1",
        "sub1\u00AD",
        "ss",
        "ß",
        "ё",
        "е\u0308",
        "\uD83D\uDE00",
        "\uFFFD",
        "\u0001",
        "1\u0001",
        "\uD83D\uDE00\uD83D\uDE00",
    ];

    [Fact]
    public async Task Watches_come_in_ordinal_order_of_key_and_then_by_chat()
    {
        ChatId[] chats = [new(5), new(-5), new(long.MaxValue), new(long.MinValue + 1), new(1)];
        foreach (ChatId chat in chats)
        {
            await people.Link(chat, Keys);
        }

        (string, long)[] expected =
        [
            .. Keys.Order(StringComparer.Ordinal)
                .SelectMany(key => chats.Select(c => c.Value).Order().Select(c => (key, c))),
        ];
        Assert.Equal(expected, (await people.All()).Select(watch => (watch.ContractKey, watch.Chat.Value)));
        foreach (string key in Keys)
        {
            IReadOnlyList<Watch> own = await engine.Scans.WatchesOf(key);
            Assert.Equal(chats.Select(c => c.Value).Order(), own.Select(watch => watch.Chat.Value));
            Assert.All(own, watch => Assert.Equal(key, watch.ContractKey));
        }
    }

    [Fact]
    public async Task A_page_holds_what_is_above_the_one_key_and_not_above_the_other()
    {
        await people.Link(Anna, Keys);
        await people.Link(Bo, "1", "sub1");
        string?[] bounds = [null, "", "0", "1 ", "zzz", .. Keys];
        foreach (string? after in bounds)
        {
            foreach (string? through in bounds)
            {
                IEnumerable<string> expected = Keys.Order(StringComparer.Ordinal)
                    .SelectMany(key => Enumerable.Repeat(key, key is "1" or "sub1" ? 2 : 1))
                    .Where(key => after is null || string.CompareOrdinal(key, after) > 0)
                    .Where(key => through is null || string.CompareOrdinal(key, through) <= 0);
                Assert.Equal(expected, (await engine.Scans.Watches(after, through, 1000)).Select(w => w.ContractKey));
            }
        }
    }

    [Fact]
    public async Task Pages_of_any_size_hold_every_watch_once_and_never_cut_a_key_apart()
    {
        foreach (long chat in Enumerable.Range(1, 6))
        {
            await people.Link(new ChatId(chat), [.. Keys.Where((_, index) => index % 6 < chat)]);
        }

        IReadOnlyList<Watch> all = await people.All();
        await Gen.Int[1, all.Count + 2]
            .SampleAsync(
                async most =>
                {
                    List<Watch> seen = [];
                    IReadOnlyList<Watch> page;
                    do
                    {
                        page = await engine.Scans.Watches(seen.LastOrDefault()?.ContractKey, null, most);
                        Assert.Empty(page.Select(w => w.ContractKey).Intersect(seen.Select(w => w.ContractKey)));
                        seen.AddRange(page);
                    } while (page.Count >= most);

                    Assert.Equal(all, seen);
                },
                iter: 40,
                threads: 1
            );
    }

    [Fact]
    public async Task Keys_that_differ_in_case_only_are_two_contracts_in_everything()
    {
        await people.Link(Anna, "sub1", "SUB1");
        await people.MarkDue(Anna, "sub1", Noon);
        Watch lower = await people.Of(Anna, "sub1");
        await engine.Scans.Commit(
            [new WatchChange(lower, lower.Episode with { Count = 3 }) { Record = Decided(Noon), DueAt = Noon }],
            ScanRun.None
        );
        await people.Unlink(Anna, "SUB1");

        Assert.Equal(3, (await people.Of(Anna, "sub1")).Episode.Count);
        Assert.Single(await engine.Scans.Decisions("sub1", 10));
        Assert.Empty(await engine.Scans.Decisions("SUB1", 10));
        Assert.Equal([Anna], await people.DueChats(Noon));
    }
}
