using System.Text.Json;
using Patella.Service.Edge;
using Patella.Service.Orders.Mirror;

namespace Patella.Service.Orders.Intake;

/// <summary>Reads the neutral event envelope: CloudEvents 1.0 with the extensions <c>unit</c>, <c>subjectversion</c> and <c>corrects</c>.</summary>
internal static class Envelope
{
    public const int MostEvents = 1_000;

    /// <summary>Bytes of one raw event that are kept; more is refused.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>One event or an array of them. Everything wrong is told with its pointer, and then nothing is taken.</summary>
    public static Outcome<IReadOnlyList<MirrorEvent>> ReadCall(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
            return ReadCall(document.RootElement);
        }
        catch (JsonException failure)
        {
            return Problem.Invalid("", $"The body is not JSON: line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}.");
        }
    }

    /// <summary>An event as it was kept. It was checked when it came; what a newer program would not take is read as far as it goes.</summary>
    public static MirrorEvent ReadKept(string raw)
    {
        using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
        return Read(new JsonField(document.RootElement, "", []));
    }

    public static MirrorEvent Read(JsonField field)
    {
        field["specversion"].Text(10, required: true);
        var type = field["type"].Text(120, required: true) ?? "";
        var kind = EventKinds.Of(type);
        var data = field["data"].Object(required: kind is not null);
        var raw = field.Element.GetRawText();
        if (raw.Length > MostBytes)
        {
            field.Fail($"One event may have at most {MostBytes:N0} bytes.");
        }

        var one = new MirrorEvent
        {
            Id = field["id"].Text(200, required: true) ?? "",
            Source = field["source"].Text(300, required: true) ?? "",
            Type = type,
            Kind = kind,
            Subject = field["subject"].Text(200),
            Version = field["subjectversion"].Integer(0, long.MaxValue),
            At = field["time"].Time(required: true) ?? 0,
            Unit = field["unit"].Text(40),
            Corrects = field["corrects"].Text(200),
            Raw = raw,
        };
        return kind is null || !data.IsObject ? one with { Kind = null } : EventData.Read(one, kind, data);
    }

    private static Outcome<IReadOnlyList<MirrorEvent>> ReadCall(JsonElement root)
    {
        var errors = new List<FieldError>();
        var isBatch = root.ValueKind == JsonValueKind.Array;
        if (isBatch && root.GetArrayLength() > MostEvents)
        {
            return Problem.TooLarge($"A call may have at most {MostEvents:N0} events; this one has {root.GetArrayLength():N0}.");
        }

        var whole = new JsonField(root, "", errors);
        var events = (isBatch ? whole.Items(MostEvents) : [whole]).Select(field => field.Object(required: true)).Where(field => field.IsObject).Select(Read).ToList();
        return errors.Count > 0 ? Problem.Invalid([.. errors]) : events;
    }
}
