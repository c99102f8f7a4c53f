using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace BalanceBot.Storage.Moving;

/// <summary>
/// A count of rows and a sum of their SHA-256, in which their order does not matter: each engine has one of its own. Two
/// tables are the same when both are equal.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TableSum(long Rows, ulong A, ulong B, ulong C, ulong D)
{
    public TableSum With(MovedRow row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row.Canonical(), hash);
        unchecked
        {
            return new TableSum(
                Rows + 1,
                A + BinaryPrimitives.ReadUInt64BigEndian(hash),
                B + BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
                C + BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
                D + BinaryPrimitives.ReadUInt64BigEndian(hash[24..])
            );
        }
    }
}
