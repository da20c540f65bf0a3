using System.Collections.Immutable;
using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Simulator.Marketplace;

/// <summary>
/// The marketplace's own file: a journal of JSON lines, one for each thing it decided, each with every document as it was afterwards. A line is on disk before
/// anybody is answered; one that was cut off in the middle never happened. Opening it writes what it comes to as its first line.
/// </summary>
public sealed class ShopFile : IDisposable
{
    private readonly FileStream _stream;

    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    /// <exception cref="InvalidDataException">A line in the middle cannot be read: the file is not a journal, or was damaged.</exception>
    public ShopFile(string path)
    {
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Begun = Load();
        var copy = path + ".new";
        using (var file = new FileStream(copy, FileMode.Create))
        {
            Write(file, Line.Between(ShopState.Empty, Begun));
        }

        _stream.Dispose();
        File.Move(copy, path, overwrite: true);
        _stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        _stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>What stood in it when it was opened.</summary>
    public ShopState Begun { get; }

    /// <summary>Appends what differs between two states.</summary>
    public void Save(ShopState before, ShopState after) => Write(_stream, Line.Between(before, after));

    public void Dispose() => _stream.Dispose();

    private ShopState Load()
    {
        var state = ShopState.Empty;
        using var reader = new StreamReader(_stream, leaveOpen: true);
        var text = reader.ReadToEnd();
        var (start, number) = (0, 1);
        // What follows the last line's end was being written when the machine stopped.
        for (var end = text.IndexOf('\n'); end >= 0; (start, end, number) = (end + 1, text.IndexOf('\n', end + 1), number + 1))
        {
            try
            {
                state = JsonSerializer.Deserialize<Line>(text.AsSpan(start, end - start), Wire.Json)!.On(state);
            }
            catch (JsonException failure)
            {
                throw new InvalidDataException($"{_stream.Name}, line {number}, cannot be read: {failure.Message}", failure);
            }
        }

        return state;
    }

    private static void Write(FileStream stream, Line line)
    {
        stream.Write([.. Wire.Bytes(line), (byte)'\n']);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Documents that changed, whole, and parcels that are told.</summary>
    private sealed record Line(
        IReadOnlyList<ShopOrder>? Orders, IReadOnlyList<ShopVariant>? Variants, IReadOnlyList<ShopInstrument>? Instruments, IReadOnlyList<KeptChange>? Changes,
        IReadOnlyList<KeptPayment>? Payments, IReadOnlyList<EventParcel>? ToTell, IReadOnlyList<long>? Told, IReadOnlyList<ShopStanding>? Shops = null)
    {
        public static Line Between(ShopState before, ShopState after) => new(
            Changed(before.Orders, after.Orders), Changed(before.Variants, after.Variants), Changed(before.Instruments, after.Instruments), Changed(before.Changes, after.Changes),
            Changed(before.Payments, after.Payments), Changed(before.Outbox, after.Outbox),
            ReferenceEquals(before.Outbox, after.Outbox) ? null : [.. before.Outbox.Keys.Where(id => !after.Outbox.ContainsKey(id))],
            Changed(before.Shops, after.Shops));

        public ShopState On(ShopState state) => new(
            state.Orders.SetItems(Keyed(Orders, order => order.Number)), state.Variants.SetItems(Keyed(Variants, variant => variant.Sku)),
            state.Instruments.SetItems(Keyed(Instruments, instrument => instrument.Id)), state.Changes.SetItems(Keyed(Changes, change => change.Request.Key)),
            state.Payments.SetItems(Keyed(Payments, payment => payment.Request.Key)), state.Outbox.SetItems(Keyed(ToTell, parcel => parcel.Id)).RemoveRange(Told ?? [])) { Shops = state.Shops.SetItems(Keyed(Shops, shop => shop.Shop)) };

        private static List<T>? Changed<TKey, T>(IImmutableDictionary<TKey, T> before, IImmutableDictionary<TKey, T> after)
            where T : class
            => ReferenceEquals(before, after) ? null
            : [.. after.Where(one => !(before.TryGetValue(one.Key, out var known) && ReferenceEquals(known, one.Value))).Select(one => one.Value)];

        private static IEnumerable<KeyValuePair<TKey, T>> Keyed<TKey, T>(IReadOnlyList<T>? documents, Func<T, TKey> key)
            => (documents ?? []).Select(document => KeyValuePair.Create(key(document), document));
    }
}
