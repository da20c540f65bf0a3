using Patella.Service.Voices.Packing;

namespace Patella.Service.Voices.Reading;

/// <content>Which rows are meant.</content>
internal sealed partial record VoiceSlice
{
    /// <summary>The rows that are meant, by their labels, in order.</summary>
    public List<int> Rows(VoiceRows rows)
    {
        var tests = Tests(rows);
        var found = new List<int>();
        if (tests is null)
        {
            return found;
        }

        // One pass a criterion over what is left: a column is opened only when it is needed.
        var ats = rows.Ats;
        for (var row = 0; row < rows.Count; row++)
        {
            if (ats[row] >= From && ats[row] < Until)
            {
                found.Add(row);
            }
        }

        foreach (var test in tests)
        {
            if (found.Count == 0)
            {
                break;
            }

            found.RemoveAll(row => !test(row));
        }

        return found;
    }

    private List<Func<int, bool>>? Tests(VoiceRows rows)
    {
        var tests = new List<Func<int, bool>>();
        foreach (var (column, value) in new[] { (VoiceRows.Reason, Reason), (VoiceRows.Stage, Stage), (VoiceRows.Author, Author) }.Concat(Values.Select((value, dimension) => (VoiceRows.FirstDimension + dimension, value))))
        {
            if (value is null)
            {
                continue;
            }

            var texts = rows.Text(column);
            var number = texts.NumberOf(value);
            if (number < 0)
            {
                return null;
            }

            tests.Add(row => texts.NumberAt(row) == number);
        }

        if (InTree is { } inTree)
        {
            var reasons = rows.Text(VoiceRows.Reason);
            tests.Add(row => reasons.NumberAt(row) != 0 == inTree);
        }

        if (Sentiment is { } sentiment)
        {
            tests.Add(row => rows.Sentiment(row) == sentiment);
        }

        if (Urgency is { } urgency)
        {
            tests.Add(row => rows.Urgency(row) == urgency);
        }

        if (Further.Count > 0)
        {
            var texts = rows.Text(VoiceRows.Further);
            var meant = texts.Values.Select(text => FurtherText.Read(text) is { } given && Further.All(one => given.TryGetValue(one.Key, out var value) && value == one.Value)).ToList();
            tests.Add(row => meant[texts.NumberAt(row)]);
        }

        return tests;
    }
}
