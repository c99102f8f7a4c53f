using System.Diagnostics;
using System.Reflection;

namespace BalanceBot.Inbox;

/// <summary>An exception as it may be told: its message may quote what a person typed, its type and place cannot.</summary>
internal static class Bug
{
    /// <summary>The type, and the innermost method of ours on its way, such as "FormatException at Turn.Hear".</summary>
    public static string Described(Exception bug)
    {
        MethodBase?[] way = [.. new StackTrace(bug).GetFrames().Select(frame => frame.GetMethod())];
        MethodBase? at =
            way.FirstOrDefault(method =>
                method?.DeclaringType?.Namespace?.StartsWith(nameof(BalanceBot), StringComparison.Ordinal) == true
            ) ?? way.FirstOrDefault();
        return at is null ? bug.GetType().Name : $"{bug.GetType().Name} at {Written(at)}";
    }

    /// <summary>As it stands in the source: the compiler puts async methods and lambdas into nested types with names such as &lt;Hear&gt;d__3.</summary>
    private static string Written(MethodBase method)
    {
        string name = method.Name;
        Type? type = method.DeclaringType;
        while (type is { DeclaringType: { } outer } && type.Name.StartsWith('<'))
        {
            name = type.Name.IndexOf('>', StringComparison.Ordinal) > 1 ? type.Name : name;
            type = outer;
        }

        int end = name.IndexOf('>', StringComparison.Ordinal);
        return $"{type?.Name}.{(name.StartsWith('<') && end > 1 ? name[1..end] : name)}";
    }
}
