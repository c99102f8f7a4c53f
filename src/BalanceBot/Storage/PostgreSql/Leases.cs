using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Frees what instances hold that are gone, in the transaction that takes them off the list. Which they are stands in a
/// setting of the transaction; mostly it is nobody, and then no table is looked at.
/// </summary>
internal static class Leases
{
    /// <summary>The setting: names as the text of an array.</summary>
    public const string Gone = "balancebot.gone";

    private const string Names = $"current_setting('{Gone}')";
    private const string Which = $"{Names} <> '{{}}' and owner = any({Names}::text[])";

    private const string FreeInbox = $"update inbox set until = 0 where {Which} and until <> 0";

    private const string FreeOutbox = $"update outbox set until = 0 where {Which} and until <> 0 and not begun";

    private static readonly string SettleBegun = OutboxUnknown.Statement(Which);

    public static NpgsqlBatch Free(NpgsqlBatch batch) => batch.Then(FreeInbox).Then(FreeOutbox).Then(SettleBegun);

    /// <summary>Of one that goes in order.</summary>
    public static async Task Leave(NpgsqlConnection connection, string owner)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then($"select set_config('{Gone}', array[$1]::text, true)", Values.Of(owner));
        await Free(batch).Then("delete from instances where owner = $1", Values.Of(owner)).Run();
    }
}
