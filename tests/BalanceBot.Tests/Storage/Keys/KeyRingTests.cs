using System.Text;
using BalanceBot.Storage;

namespace BalanceBot.Tests.Storage.Keys;

/// <summary>Sealing with the operator's keys.</summary>
public sealed class KeyRingTests
{
    private static readonly KeyRing OfA = Ring.Of("A");

    [Theory]
    [InlineData("700 123")]
    [InlineData("")]
    [InlineData("договір №7 \0 👩‍👧")]
    public void What_is_sealed_opens_in_its_place_and_two_sealings_differ(string text)
    {
        byte[] closed = OfA.Close("here", text)!;

        Assert.Equal(text, OfA.Open("here", closed));
        Assert.NotEqual(closed, OfA.Close("here", text));
        Assert.True(text.Length == 0 || closed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0);
    }

    [Fact]
    public void In_another_place_or_with_any_bit_altered_it_does_not_open()
    {
        byte[] closed = OfA.Close("subscribers 1 K", "700 123")!;

        Assert.Throws<SealBrokenException>(() => OfA.Open("subscribers 2 K", closed));
        for (int bit = 0; bit < closed.Length * 8; bit++)
        {
            byte[] altered = [.. closed];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            // Of the key's id: it is another key then.
            Exception thrown = Assert.ThrowsAny<Exception>(() => Ring.Of("A").Open("subscribers 1 K", altered));
            Assert.True(thrown is SealBrokenException or StoreUnusableException, thrown.GetType().Name);
        }

        Assert.Throws<SealBrokenException>(() => OfA.Open("subscribers 1 K", closed[..20]));
    }

    [Fact]
    public void An_older_key_opens_and_only_the_current_one_seals()
    {
        byte[] old = OfA.Close("here", "700 123")!;
        KeyRing ofBoth = Ring.Of("B", "A");

        Assert.Equal("700 123", ofBoth.Open("here", old));
        Assert.False(ofBoth.IsCurrent(old));
        Assert.True(ofBoth.IsCurrent(ofBoth.Close("here", "700 123")));
        Assert.Equal("700 123", Ring.Of("B").Open("here", ofBoth.Close("here", "700 123")!));
        Assert.Contains(OfA.Mark("K1"), ofBoth.Marks("K1"));
        Assert.NotEqual(OfA.Mark("K1"), ofBoth.Mark("K1"));
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_named_by_its_id_and_ends_the_store()
    {
        KeyRing ofB = Ring.Of("B");
        StoreUnusableException thrown = Assert.Throws<StoreUnusableException>(() =>
            ofB.Open("here", OfA.Close("here", "700 123")!)
        );

        Assert.Contains($"({OfA.CurrentId})", thrown.Message);
        Assert.Same(
            thrown,
            await ofB.Failed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        );
        Assert.DoesNotContain("700 123", thrown.Message);
        Assert.False(OfA.Failed.IsCompleted);
    }

    [Fact]
    public void Without_a_key_nothing_is_sealed()
    {
        KeyRing none = new();

        Assert.Null(none.Close("here", "700 123"));
        Assert.Null(none.CurrentId);
        Assert.Empty(none.Marks("K1"));
        Assert.False(none.IsCurrent(OfA.Close("here", "x")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public void What_is_not_32_bytes_in_base64_is_no_key(string text) => Assert.Null(FieldKey.Parse(text));

    [Fact]
    public void A_new_key_is_one_and_never_the_same()
    {
        string made = FieldKey.New();

        Assert.NotNull(FieldKey.Parse($"{made}\n"));
        Assert.NotEqual(made, FieldKey.New());
    }
}
