using System.Globalization;
using System.Text;
using Patella.Platform.Clocks;

namespace Patella.Service.Standards;

/// <summary>
/// Waits and how many were as long: adds up like any sum, and tells the wait of every rank. Waits are kept to the second up to five minutes and in steps of at most
/// two in a hundred beyond, so a rank is the exact one, told to the step.
/// </summary>
public sealed class Waits
{
    private static readonly (long UpTo, long Step)[] Steps = [(300, 1), (900, 5), (3_600, 15), (28_800, 60), (172_800, 300), (5_184_000, 3_600), (long.MaxValue, 86_400)];
    private readonly SortedDictionary<long, long> _counts = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>A wait in seconds, rounded to the step that is kept of it.</summary>
    /// <param name="microseconds">Not negative.</param>
    public static long Kept(long microseconds)
    {
        var seconds = (microseconds + (Microseconds.PerSecond / 2)) / Microseconds.PerSecond;
        var step = Steps.First(known => seconds <= known.UpTo).Step;
        return (seconds + (step / 2)) / step * step;
    }

    /// <summary>Adds waits of one length.</summary>
    /// <param name="seconds">As <see cref="Kept"/> gives it.</param>
    public void Add(long seconds, long number = 1)
    {
        _counts[seconds] = _counts.GetValueOrDefault(seconds) + number;
        Count += number;
    }

    public void Add(Waits others)
    {
        foreach (var (seconds, number) in others._counts)
        {
            Add(seconds, number);
        }
    }

    /// <summary>The wait that at least so many of a hundred do not exceed, in seconds; null when there is none.</summary>
    /// <param name="percent">1 to 100.</param>
    public long? Rank(long percent)
    {
        var place = ((Count * percent) + 99) / 100;
        foreach (var (seconds, number) in _counts)
        {
            place -= number;
            if (place <= 0)
            {
                return seconds;
            }
        }

        return null;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var end = text.IndexOf(' ');
            var part = end < 0 ? text : text[..end];
            var sign = part.IndexOf('x');
            Add(Number(sign < 0 ? part : part[..sign]), sign < 0 ? 1 : Number(part[(sign + 1)..]));
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    /// <summary>Seconds in order with a blank between, <c>17x3</c> for three of 17 s.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (seconds, number) in _counts)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{seconds}");
            if (number != 1)
            {
                text.Append('x').Append(CultureInfo.InvariantCulture, $"{number}");
            }
        }

        return text.ToString();
    }

    private static long Number(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
