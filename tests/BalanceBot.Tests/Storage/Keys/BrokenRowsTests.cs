using BalanceBot.Storage;
using Microsoft.Extensions.Logging;

namespace BalanceBot.Tests.Storage.Keys;

public sealed class BrokenRowsTests
{
    [Fact]
    public void A_row_that_does_not_open_is_told_once_by_a_hash_that_names_nobody()
    {
        List<string> log = [];
        BrokenRows broken = new(
            Seal.From("7:token", "store"),
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(log))).CreateLogger("rows")
        );

        for (int look = 0; look < 3; look++)
        {
            Assert.Null(broken.Try<string>(1001, () => throw new SealBrokenException()));
        }

        Assert.Null(broken.Try<string>(1002, () => throw new SealBrokenException()));
        Assert.Equal("fine", broken.Try(1001, () => "fine"));
        Assert.Equal(2, log.Count);
        Assert.All(log, line => Assert.DoesNotMatch("1001|1002", line));
        Assert.NotEqual(log[0], log[1]);
    }
}
