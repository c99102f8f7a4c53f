using BalanceBot.Storage;

namespace BalanceBot.Tests.Storage;

/// <summary>What is sealed is opened by its own secret only, whole and unaltered.</summary>
public sealed class SealTests
{
    [Fact]
    public void What_is_sealed_opens_with_the_same_secret_and_purpose_only()
    {
        Seal seal = Seal.From("token", "store");
        byte[] closed = seal.Close("4510 123456");

        Assert.Equal("4510 123456", seal.Open(closed));
        Assert.Null(Seal.From("token", "other").Open(closed));
        Assert.Null(Seal.From("other", "store").Open(closed));
        Assert.NotEqual(closed, seal.Close("4510 123456"));
    }

    [Fact]
    public void What_was_altered_or_cut_does_not_open()
    {
        Seal seal = Seal.From("token", "store");
        byte[] closed = seal.Close("4510 123456");
        for (int i = 0; i < closed.Length; i++)
        {
            byte[] altered = [.. closed];
            altered[i] ^= 1;
            Assert.Null(seal.Open(altered));
            Assert.Null(seal.Open(closed[..i]));
        }
    }
}
