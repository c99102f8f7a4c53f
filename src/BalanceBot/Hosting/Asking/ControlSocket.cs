using System.Net.Sockets;

namespace BalanceBot.Hosting.Asking;

/// <summary>Where the running bot answers: a socket beside its data file, for the same user of the same machine only.</summary>
internal static class ControlSocket
{
    public const string WhyPath = "/why";
    public const string DryRunPath = "/dry-run";
    public const string InvitePath = "/invite";
    public const string AuditPath = "/audit";
    public const string Contract = "contract";
    public const string Since = "since";

    /// <summary>The longest contract number that is asked for.</summary>
    public const int LongestContract = 200;

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);

    public static string PathBeside(string dataFile) => Path.GetFullPath(dataFile) + ".control";

    /// <summary>Null: the system takes no path so long for a socket (about 100 bytes).</summary>
    public static UnixDomainSocketEndPoint? AddressBeside(string dataFile)
    {
        try
        {
            return new UnixDomainSocketEndPoint(PathBeside(dataFile));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
