using System.Collections;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>A value with everything in it, lists too, as a text to compare.</summary>
internal static class Described
{
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            string or DateTimeOffset or DateOnly or decimal or bool or int or long or Enum => $"{value}",
            IEnumerable all => $"[{string.Join(", ", all.Cast<object>().Select(Of))}]",
            _ => $"{value.GetType().Name} {{{string.Join(", ", Parts(value))}}}",
        };

    private static IEnumerable<string> Parts(object value) =>
        value
            .GetType()
            .GetProperties()
            .Where(property => property.Name != "EqualityContract" && property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name}: {Of(property.GetValue(value))}");
}
