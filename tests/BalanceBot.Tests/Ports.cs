using System.Net;
using System.Net.Sockets;

namespace BalanceBot.Tests;

internal static class Ports
{
    /// <summary>One that nobody listens at in this moment.</summary>
    public static int Free()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
