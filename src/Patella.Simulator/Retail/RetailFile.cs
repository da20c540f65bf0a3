using System.Globalization;
using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>Something wrong with a file: where, and what.</summary>
/// <param name="Line">Line in the file from 1; 0 when it is not about one line.</param>
/// <param name="Field">Path of the field, such as "orders/#W123/items/0/price".</param>
/// <param name="Detail">What is wrong.</param>
public sealed record RetailProblem(int Line, string Field, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"line {Line}, {Field}: {Detail}" : $"{Field}: {Detail}";
}

/// <summary>A file that cannot be imported. Nothing of it was sent.</summary>
public sealed class RetailFileException(IReadOnlyList<RetailProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Take(20).Select(problem => problem.ToString())))
{
    /// <summary>All that is wrong, at most 1,000 entries.</summary>
    public IReadOnlyList<RetailProblem> Problems { get; } = problems;
}

/// <summary>Amounts in the file are decimal dollars; the envelope wants cents.</summary>
internal static class RetailMoney
{
    public const string Currency = "USD";

    /// <summary>
    /// Cents of a JSON number. Sums in the file carry binary noise (such as 1093.3400000000001), so the nearest cent is
    /// taken, but only when the number lies within a hundredth of a cent of it: anything farther is a wrong price.
    /// </summary>
    public static bool TryCents(JsonElement value, out long cents)
    {
        cents = 0;
        if (value.ValueKind != JsonValueKind.Number || !decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }
        var rounded = Math.Round(amount * 100, MidpointRounding.ToEven);
        cents = (long)rounded;
        return amount >= 0 && amount < 1_000_000_000 && Math.Abs((amount * 100) - rounded) < 0.01m;
    }
}
