using BalanceBot.Inbox;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Tests.Storage;

/// <summary>What can be wrong with the disk under the file.</summary>
public sealed class LiteDbDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-file-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_read_only_file_system_is_told()
    {
        Assert.SkipUnless(
            Mount("-t", "tmpfs", "-o", "ro,size=1m"),
            "NOT TESTED: mounting a read-only tmpfs is not permitted here."
        );
        try
        {
            Assert.Matches("cannot be written|read-only", Refusal(File));
        }
        finally
        {
            Unmount();
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_stops_the_store_and_loses_nothing_that_was_confirmed()
    {
        Assert.SkipUnless(
            Mount("-t", "tmpfs", "-o", "size=2m"),
            "NOT TESTED: mounting a small tmpfs is not permitted here."
        );
        try
        {
            List<long> confirmed = [];
            StoreUnusableException failure;
            using (LiteDbStore store = LiteDbStore.Open(File, seal))
            {
                failure = await Assert.ThrowsAsync<StoreUnusableException>(async () =>
                {
                    for (long id = 1; id < 10_000; id++)
                    {
                        await store.Inbox.Keep(
                            [new Incoming(new(id, new string('x', 4000)), new(1))],
                            "one",
                            default,
                            default
                        );
                        confirmed.Add(id);
                    }
                });
                Assert.True(store.Failed.IsCompleted);
                await Assert.ThrowsAsync<StoreUnusableException>(() => store.Inbox.Complete(1, default));
            }

            Assert.Contains("is full", failure.Message);
            Assert.NotEmpty(confirmed);
            string rescued = Directory.CreateTempSubdirectory("balancebot-rescued-").FullName;
            foreach (string part in Directory.GetFiles(folder, "bot*.db"))
            {
                System.IO.File.Copy(part, Path.Combine(rescued, Path.GetFileName(part)));
            }

            using LiteDbStore again = LiteDbStore.Open(Path.Combine(rescued, "bot.db"), seal);
            IReadOnlyCollection<long> known = await again.Inbox.Known(DateTimeOffset.MinValue);
            Assert.Empty(confirmed.Except(known));
        }
        finally
        {
            Unmount();
        }
    }

    private string Refusal(string path) =>
        Assert.Throws<StoreUnusableException>(() => LiteDbStore.Open(path, seal)).Message;

    private bool Mount(params string[] options) => Run("mount", [.. options, "tmpfs", folder]);

    private void Unmount() => Run("umount", "-l", folder);

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo(command, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
