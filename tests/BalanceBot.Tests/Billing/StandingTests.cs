using BalanceBot.Billing;

namespace BalanceBot.Tests.Billing;

/// <summary>When a contract is not the one that was proved any more.</summary>
public sealed class StandingTests
{
    private static readonly HolderMark First = new(text =>
        $"first{text.GetHashCode(StringComparison.Ordinal):x8}{text.Length:x8}"
    );
    private static readonly HolderMark Second = new(text =>
        $"2nd-{text.GetHashCode(StringComparison.Ordinal):x8}{text.Length:x8}"
    );
    private static readonly string? Anna = First.Of("Anna Oppdiktet", "4510 123456");

    [Theory]
    [InlineData("Anna Oppdiktet", "4510 123456", "Active", false)]
    [InlineData("ANNA  OPPDIKTET", "4510-123456", "BlockedForDebt", false)]
    [InlineData("Anna Oppdiktet", "4510 123456", "Closed", true)]
    [InlineData("Bo Eksempel", "4510 123456", "Active", true)]
    [InlineData("Anna Oppdiktet", "4510 999999", "Active", true)]
    [InlineData("", "", "Active", false)]
    [InlineData("", "", "Closed", true)]
    public void Another_holder_other_papers_or_another_state_is_a_change_and_silence_is_none(
        string name,
        string document,
        string state,
        bool changed
    )
    {
        string mark = Standing.MarkOf(Contract(Anna));

        Assert.Equal(
            changed,
            Standing.HasChanged(mark, Contract(First.Of(name, document), Enum.Parse<ContractState>(state)))
        );
    }

    [Fact]
    public void Marks_of_another_key_and_links_without_one_speak_against_nobody_and_are_made_anew()
    {
        ContractSnapshot now = Contract(Second.Of("Bo Eksempel", "1"));

        foreach (
            string? mark in new[]
            {
                null,
                "",
                "nonsense",
                Standing.MarkOf(Contract(null)),
                Standing.MarkOf(Contract(Anna)),
            }
        )
        {
            Assert.False(Standing.HasChanged(mark, now));
            Assert.True(Standing.IsOutdated(mark, now));
        }

        Assert.False(Standing.IsOutdated(Standing.MarkOf(now), now));
        Assert.False(Standing.IsOutdated(Standing.MarkOf(Contract(Anna)), Contract(null)));
    }

    [Fact]
    public void A_mark_holds_neither_name_nor_papers()
    {
        string mark = Standing.MarkOf(Contract(Anna));

        Assert.DoesNotContain("Anna", mark, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("123456", mark);
    }

    private static ContractSnapshot Contract(string? holder, ContractState state = ContractState.Active) =>
        new(new ContractKey("key"), "700 123", new Money(1, "NOK"), DateTimeOffset.UnixEpoch)
        {
            Holder = holder,
            State = state,
        };
}
