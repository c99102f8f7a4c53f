using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Linking;

/// <summary>Signing in for one question, by whoever is linked.</summary>
public sealed partial class LinkerTests
{
    private static readonly ContractKey Contract = new("k000000");
    private static readonly BillingAnswer<int> Right = new BillingAnswer<int>.Found(42);
    private static readonly BillingAnswer<int> Wrong = new BillingAnswer<int>.Refused();
    private static readonly BillingAnswer<int> NoAnswer = new BillingAnswer<int>.Unavailable("away");

    private static readonly SignIn Typed = new("Cabinet-Horse-5");

    private int asked;
    private SignIn? tried;

    [Fact]
    public async Task Who_signs_in_right_takes_back_only_this_attempt_of_chat_and_contract()
    {
        CountsAfter first = Assert.IsType<SignInOutcome<int>.Told>(await SignIn(Right)).Counts;
        Assert.Equal([$"hashed chat:{Anna}", "hashed signing in:k000000"], first.Cleared);
        Assert.Empty(first.Left);
        for (int guess = 1; guess <= 2; guess++)
        {
            await SignIn(Wrong, chat: 2000);
        }

        SignInOutcome<int>.Told told = Assert.IsType<SignInOutcome<int>.Told>(await SignIn(Right, chat: 2000));

        Assert.Equal(42, told.Value);
        Assert.Empty(told.Counts.Cleared);
        // The turn's commit is not here to take Anna's own attempt back: it is one of the contract's three.
        Assert.Equal(
            [("hashed chat:2000", 2), ("hashed signing in:k000000", 3)],
            told.Counts.Left.Select(record => (record.Key, record.Wrong))
        );
    }

    [Fact]
    public async Task While_it_is_locked_another_password_is_asked_about_and_what_it_tells_is_thrown_away()
    {
        List<ContractKey?> locked = [];
        for (int guess = 1; guess <= 5; guess++)
        {
            locked.Add(Assert.IsType<SignInOutcome<int>.NotProved>(await SignIn(Wrong)).Locked);
        }

        Assert.Equal([null, null, null, null, Contract], locked);
        foreach (long chat in new[] { Anna.Value, 2000 })
        {
            asked = 0;
            SignInOutcome<int>.NotProved refused = Assert.IsType<SignInOutcome<int>.NotProved>(
                await SignIn(Right, chat)
            );
            Assert.Equal((1, AuditKind.Locked, null), (asked, refused.Trail.Kind, refused.Locked));
            Assert.NotEqual(Typed.Password, tried!.Password);
            Assert.Equal(Typed.Password.Length, tried.Password.Length);
        }

        time.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<SignInOutcome<int>.Told>(await SignIn(Right));
        Assert.Same(Typed, tried);
    }

    [Fact]
    public async Task A_password_that_was_not_judged_is_no_attempt_and_takes_no_lock_back()
    {
        await SignIn(Wrong);
        SignInOutcome<int>.NotJudged away = Assert.IsType<SignInOutcome<int>.NotJudged>(await SignIn(NoAnswer));
        Assert.Equal([1, 1], away.Counts.Left.Select(record => record.Wrong));

        for (int guess = 1; guess <= 5; guess++)
        {
            await SignIn(Wrong);
        }

        away = Assert.IsType<SignInOutcome<int>.NotJudged>(await SignIn(NoAnswer));
        Assert.Equal(CountsAfter.Untouched, away.Counts);
    }

    [Fact]
    public async Task A_contract_that_others_lock_meanwhile_stays_locked()
    {
        SignInOutcome<int> outcome = await SignIn(
            Right,
            meanwhile: async () =>
            {
                foreach (int other in Enumerable.Range(2001, 5))
                {
                    await SignIn(Wrong, other);
                }
            }
        );

        CountsAfter counts = Assert.IsType<SignInOutcome<int>.Told>(outcome).Counts;
        Assert.Equal([$"hashed chat:{Anna}"], counts.Cleared);
        Assert.Empty(counts.Left);
    }

    [Fact]
    public async Task A_password_that_comes_again_is_counted_once()
    {
        for (int again = 1; again <= 7; again++)
        {
            update = 70;
            await SignIn(Wrong);
        }

        Assert.Equal((1, 1), (await CountOf($"chat:{Anna}"), await CountOf("signing in:k000000")));
    }

    private Task<SignInOutcome<int>> SignIn(
        BillingAnswer<int> answer,
        long? chat = null,
        Func<Task>? meanwhile = null
    ) =>
        Over(billing)
            .SignIn(
                ++update,
                chat is { } id ? new ChatId(id) : Anna,
                Contract,
                Typed,
                async by =>
                {
                    tried = by;
                    asked++;
                    await (meanwhile?.Invoke() ?? Task.CompletedTask);
                    return answer;
                }
            );
}
