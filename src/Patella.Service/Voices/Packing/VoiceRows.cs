namespace Patella.Service.Voices.Packing;

/// <summary>Labelled voices side by side, a column a field; the rows of the tail in memory, and of a block that was opened.</summary>
internal sealed class VoiceRows
{
    /// <summary>Text columns before the dimensions.</summary>
    public const int Stage = 0;
    public const int Reason = 1;
    public const int Author = 2;
    public const int Further = 3;
    public const int FirstDimension = 4;

    public static readonly int TextColumns = FirstDimension + VoiceDimensions.Names.Count;

    private const int NumberColumns = 8;

    private readonly object?[] _columns;
    private readonly Func<int, object>? _open;

    /// <summary>Rows to be added to.</summary>
    public VoiceRows() => _columns =
    [
        new List<long>(), new List<long>(), new List<byte>(), new List<short>(), new List<int>(), new List<ulong>(), new List<ulong>(), new List<ulong>(),
        .. Enumerable.Range(0, TextColumns).Select(_ => new TextColumn()), new List<VoiceControl>(),
    ];

    /// <summary>Rows whose columns are opened when somebody looks at them.</summary>
    /// <param name="open">Opens a column by its place in the codec.</param>
    public VoiceRows(int count, Func<int, object> open)
    {
        _columns = new object?[NumberColumns + TextColumns + 1];
        (Count, _open) = (count, open);
    }

    public int Count { get; private set; }

    public List<long> Positions => (List<long>)Column(0);

    public List<long> Ats => (List<long>)Column(1);

    /// <summary>Sentiment + 1, urgency and rating in one number, see <see cref="Labels(int, int, int)"/>.</summary>
    public List<byte> Marks => (List<byte>)Column(2);

    public List<short> Margins => (List<short>)Column(3);

    public List<int> Multiplicities => (List<int>)Column(4);

    /// <summary>Hash of (source, id).</summary>
    public List<ulong> Ids => (List<ulong>)Column(5);

    public List<ulong> Customers => (List<ulong>)Column(6);

    public List<ulong> Families => (List<ulong>)Column(7);

    public List<VoiceControl> Controls => (List<VoiceControl>)Column(NumberColumns + TextColumns);

    public TextColumn Text(int column) => (TextColumn)Column(NumberColumns + column);

    public static byte Labels(int sentiment, int urgency, int rating) => (byte)((sentiment + 1) | (urgency << 2) | (rating << 4));

    public sbyte Sentiment(int row) => (sbyte)((Marks[row] & 3) - 1);

    public byte Urgency(int row) => (byte)((Marks[row] >> 2) & 3);

    public byte Rating(int row) => (byte)(Marks[row] >> 4);

    public void Add(LabelledVoice voice, ulong id)
    {
        Count++;
        Positions.Add(voice.Position);
        Ats.Add(voice.At);
        Marks.Add(Labels(voice.Sentiment, voice.Urgency, voice.Rating));
        Margins.Add(voice.Margin);
        Multiplicities.Add(voice.Multiplicity);
        Ids.Add(id);
        Customers.Add(voice.Customer);
        Families.Add(voice.Family);
        Text(Stage).Add(voice.Stage.Length == 0 ? null : voice.Stage);
        Text(Reason).Add(voice.Reason.Length == 0 ? null : voice.Reason);
        Text(Author).Add(voice.Author);
        Text(Further).Add(FurtherText.Write(voice.Further));
        for (var dimension = 0; dimension < VoiceDimensions.Names.Count; dimension++)
        {
            Text(FirstDimension + dimension).Add(voice.Dimensions[dimension]);
        }
    }

    private object Column(int place) => _columns[place] ??= _open!(place);

    public LabelledVoice Voice(int row) => new()
    {
        Position = Positions[row], At = Ats[row], Stage = Text(Stage)[row] ?? "", Reason = Text(Reason)[row] ?? "", Sentiment = Sentiment(row), Urgency = Urgency(row), Rating = Rating(row),
        Margin = Margins[row], Customer = Customers[row], Family = Families[row], Multiplicity = Multiplicities[row], Author = Text(Author)[row], Further = FurtherText.Read(Text(Further)[row]),
        Dimensions = [.. Enumerable.Range(FirstDimension, VoiceDimensions.Names.Count).Select(column => Text(column)[row])],
    };

    /// <summary>Adds the rows and control records of another.</summary>
    public void AddAll(VoiceRows other)
    {
        AddRange(other, 0, other.Count);
        Controls.AddRange(other.Controls);
    }

    /// <summary>Adds some rows of another.</summary>
    public void AddRange(VoiceRows other, int from, int count)
    {
        Count += count;
        Take(Positions, other.Positions, from, count);
        Take(Ats, other.Ats, from, count);
        Take(Marks, other.Marks, from, count);
        Take(Margins, other.Margins, from, count);
        Take(Multiplicities, other.Multiplicities, from, count);
        Take(Ids, other.Ids, from, count);
        Take(Customers, other.Customers, from, count);
        Take(Families, other.Families, from, count);
        for (var column = 0; column < TextColumns; column++)
        {
            for (var row = from; row < from + count; row++)
            {
                Text(column).Add(other.Text(column)[row]);
            }
        }
    }

    private static void Take<T>(List<T> to, List<T> other, int from, int count) => to.AddRange(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(other).Slice(from, count));
}

/// <summary>Further dimensions as one text, names in order, so that equal ones are one entry of a column.</summary>
internal static class FurtherText
{
    public static string? Write(IReadOnlyDictionary<string, string>? further)
        => further is null or { Count: 0 } ? null : System.Text.Json.JsonSerializer.Serialize(new SortedDictionary<string, string>(further.ToDictionary(), StringComparer.Ordinal), Edge.Json.Options);

    public static IReadOnlyDictionary<string, string>? Read(string? text) => Edge.Json.Read<Dictionary<string, string>>(text);
}
