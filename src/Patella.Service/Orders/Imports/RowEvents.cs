using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Service.Orders.Intake;

namespace Patella.Service.Orders.Imports;

/// <summary>An event made of rows, and the line it began in.</summary>
internal sealed record RowEvent(int Line, JsonObject Event);

/// <summary>
/// Makes events of the rows of a table: rows of one order number are one order, each row an item of it; a tracking number says that it was shipped.
/// A row with a type is one event of that type. The same rows give the same event ids, so loading a file again doubles nothing.
/// </summary>
/// <param name="now">Business time, UTC microseconds: the version of what is loaded, so that a later file counts; and the time of rows without one.</param>
internal sealed class RowEvents(IReadOnlyDictionary<string, string> mapping, string source, long now, List<ImportError> errors)
{
    private const string DefaultCurrency = "CNY";
    private static readonly string[] Parts = ["order", "parcel", "refund", "text", "place"];

    public IReadOnlyList<RowEvent> Of(IEnumerable<ImportRow> rows)
    {
        var events = new List<RowEvent>();
        var orders = new Dictionary<string, List<(ImportRow Row, JsonObject Values)>>();
        foreach (var row in rows)
        {
            if (Values(row) is not { } values)
            {
                continue;
            }

            if (values["type"] is { } type)
            {
                events.Add(Event(type.GetValue<string>(), values, row));
            }
            else if (Number(values) is { } number)
            {
                (orders.TryGetValue(number, out var lines) ? lines : orders[number] = []).Add((row, values));
            }
            else if (values["refund"] is not null)
            {
                events.Add(Event("patella.refund.created.v1", values, row));
            }
            else
            {
                errors.Add(new ImportError(row.Line, null, "There is no order number, refund id or event type in this line."));
            }
        }

        return [.. orders.Values.SelectMany(Order), .. events];
    }

    /// <summary>The lines of one order: what the first says of it, every line's item, and each tracking number.</summary>
    private IEnumerable<RowEvent> Order(List<(ImportRow Row, JsonObject Values)> lines)
    {
        var (first, values) = lines[0];
        foreach (var item in lines.Skip(1).Select(line => line.Values["order"]?["items"]?[0]).OfType<JsonNode>())
        {
            ((JsonArray)(values["order"]!["items"] ??= new JsonArray())).Add(item.DeepClone());
        }

        yield return Event("patella.order.created.v1", values, [.. lines.Select(line => line.Row)]);
        foreach (var (row, shipped) in lines.Where(line => line.Values["parcel"]?["trackingNumber"] is not null).DistinctBy(line => line.Values["parcel"]!["trackingNumber"]!.GetValue<string>()))
        {
            yield return Event("patella.order.shipped.v1", new JsonObject
            {
                ["order"] = new JsonObject { ["number"] = Number(values) }, ["parcel"] = shipped["parcel"]!.DeepClone(), ["time"] = Time(shipped), ["unit"] = shipped["unit"]?.DeepClone(),
            }, row);
        }
    }

    /// <summary>The row as an object of the envelope's paths; null when a field could not be read.</summary>
    private JsonObject? Values(ImportRow row)
    {
        var before = errors.Count;
        var currency = CurrencyOf(row);
        var values = new JsonObject();
        foreach (var (column, text) in row.Values)
        {
            if (!mapping.TryGetValue(column, out var path) || path.Length == 0)
            {
                continue;
            }

            var kind = ImportFields.ValueOf(path)!.Value;
            if (ImportValues.Read(kind, text, currency) is { } value)
            {
                Put(values, path, value);
            }
            else
            {
                errors.Add(new ImportError(row.Line, column, ImportValues.Wanted(kind)));
            }
        }

        Complete(values, currency);
        return errors.Count == before ? values : null;
    }

    private string CurrencyOf(ImportRow row)
    {
        var column = mapping.FirstOrDefault(pair => pair.Value == "order.total.currency").Key;
        return column is not null && row.Values.TryGetValue(column, out var said) ? said.Trim().ToUpperInvariant() : DefaultCurrency;
    }

    private static void Put(JsonObject values, string path, JsonNode value)
    {
        var parts = path.Split('.');
        var at = values;
        foreach (var part in parts[..^1])
        {
            at = (JsonObject)(at[part] ??= new JsonObject());
        }

        at[parts[^1]] = value;
    }

    /// <summary>Currencies beside amounts, a shop's id from its name, an item as a list of one, parcels and refunds with their order's number.</summary>
    private static void Complete(JsonObject values, string currency)
    {
        if (values["order"] is JsonObject order)
        {
            SetCurrency(order["total"], currency);
            if (order["merchant"] is JsonObject merchant)
            {
                merchant["externalId"] ??= merchant["name"]?.DeepClone();
            }

            if (order["items"] is JsonObject item)
            {
                SetCurrency(item["price"], currency);
                order.Remove("items");
                order["items"] = new JsonArray(item);
            }
        }

        SetCurrency(values["refund"]?["amount"], currency);
        foreach (var part in new[] { values["parcel"], values["refund"] }.OfType<JsonObject>())
        {
            part["order"] ??= values["order"]?["number"]?.DeepClone();
        }
    }

    private static void SetCurrency(JsonNode? money, string currency)
    {
        if (money is JsonObject amount)
        {
            amount["currency"] = currency;
        }
    }

    private RowEvent Event(string type, JsonObject values, params IReadOnlyList<ImportRow> rows)
    {
        var area = EventKinds.Of(type)!.Split('.')[0];
        var data = new JsonObject();
        foreach (var part in Parts.Where(part => values[part] is not null && (part != "order" || area == "order")))
        {
            data[part] = values[part]!.DeepClone();
        }

        var subject = values["subject"]?.GetValue<string>() ?? (area == "refund" ? data["refund"]?["id"]?.GetValue<string>() : Number(values));
        return new RowEvent(rows[0].Line, new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = IdOf(type, rows),
            ["source"] = source,
            ["type"] = type,
            ["subject"] = subject,
            ["subjectversion"] = now,
            ["time"] = Time(values),
            ["unit"] = (values["unit"] ?? values["order"]?["unit"])?.DeepClone(),
            ["data"] = data,
        });
    }

    private JsonNode Time(JsonObject values)
        => (values["time"] ?? values["order"]?["placedAt"])?.DeepClone() ?? Microseconds.ToTime(now).ToString("O", CultureInfo.InvariantCulture);

    private static string? Number(JsonObject values) => values["order"]?["number"]?.GetValue<string>();

    /// <summary>The same lines are the same event.</summary>
    private static string IdOf(string type, IReadOnlyList<ImportRow> rows)
    {
        var told = string.Join('\u001e', rows.Select(row => string.Join('\u001f', row.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + "=" + pair.Value))));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(type + "\u001e" + told)))[..32];
    }
}
