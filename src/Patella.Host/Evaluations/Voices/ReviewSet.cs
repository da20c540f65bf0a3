using System.Text;
using Patella.Service.Edge.Lines;

namespace Patella.Host.Evaluations.Voices;

/// <summary>A review of the published set.</summary>
/// <param name="Held">Whether it is of the fifth that is held out: told by a hash of its text, so it is the same fifth on every machine and equal texts are never on both sides.</param>
public sealed record Review(string Category, bool IsGood, string Text, bool Held);

/// <summary>The public set of Chinese reviews: food_delivery.csv (label, review) and online_shopping.csv (cat, label, review). It is measured with, never shipped.</summary>
public static class ReviewSet
{
    public const string Food = "food_delivery.csv";
    public const string Shopping = "online_shopping.csv";
    private const int HeldOf = 5;

    /// <exception cref="FormatException">The file is not as the set's files are.</exception>
    public static IReadOnlyList<Review> Read(string folder, string file)
    {
        using var table = File.OpenText(Path.Combine(folder, file));
        var records = new CsvRecords(table).Rest().ToList();
        var columns = records.Count == 0 ? [] : records[0].Fields.ToList();
        var (category, label, text) = (columns.IndexOf("cat"), columns.IndexOf("label"), columns.IndexOf("review"));
        if (label < 0 || text < 0)
        {
            throw new FormatException($"{file} does not begin with the columns label and review.");
        }

        return [.. records.Skip(1).Where(record => record.Problem is null && record.Fields.Count == columns.Count)
            .Select(record => new Review(category < 0 ? "" : record.Fields[category], record.Fields[label] == "1", record.Fields[text], IsHeld(record.Fields[text])))];
    }

    private static bool IsHeld(string text)
    {
        var hash = 2166136261u;
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ part) * 16777619;
        }

        return (hash ^ (hash >> 15)) % HeldOf == 0;
    }
}
