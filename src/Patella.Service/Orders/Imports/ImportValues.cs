using System.Globalization;
using System.Text.Json.Nodes;
using Patella.Platform.Clocks;
using Patella.Service.Edge;
using Patella.Service.Orders.Intake;
using Patella.Service.Orders.Mirror;
using Patella.Service.Orders.Reading;

namespace Patella.Service.Orders.Imports;

/// <summary>Reads what people write into tables: amounts with signs, dates without zones (taken as UTC), states in words.</summary>
internal static class ImportValues
{
    private static readonly Dictionary<string, OrderStage> Stages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["待付款"] = OrderStage.Unpaid, ["等待买家付款"] = OrderStage.Unpaid, ["未付款"] = OrderStage.Unpaid, ["pending payment"] = OrderStage.Unpaid,
        ["待发货"] = OrderStage.Paid, ["已付款"] = OrderStage.Paid, ["买家已付款"] = OrderStage.Paid, ["pending"] = OrderStage.Paid, ["processing"] = OrderStage.Paid, ["processed"] = OrderStage.Paid,
        ["已发货"] = OrderStage.Shipped, ["卖家已发货"] = OrderStage.Shipped, ["运输中"] = OrderStage.Shipped, ["in transit"] = OrderStage.Shipped,
        ["已送达"] = OrderStage.Delivered, ["已签收"] = OrderStage.Delivered,
        ["交易成功"] = OrderStage.Finished, ["已完成"] = OrderStage.Finished, ["completed"] = OrderStage.Finished,
        ["已取消"] = OrderStage.Cancelled, ["交易关闭"] = OrderStage.Cancelled, ["已关闭"] = OrderStage.Cancelled, ["canceled"] = OrderStage.Cancelled, ["closed"] = OrderStage.Cancelled,
        ["退款中"] = OrderStage.Refunding, ["已退款"] = OrderStage.Refunded,
    };

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm",
        "yyyy年M月d日", "yyyy年M月d日 H:mm", "yyyy-M-d H:mm:ss", "yyyy-M-d H:mm", "yyyy-M-d",
    ];

    /// <summary>The value as the envelope has it; null when it cannot be read.</summary>
    /// <param name="currency">Tells how many decimals an amount has.</param>
    public static JsonNode? Read(ImportValue kind, string text, string currency) => kind switch
    {
        ImportValue.Text => text,
        ImportValue.Time => Time(text)?.ToString("O", CultureInfo.InvariantCulture),
        ImportValue.Amount => Amount(text, currency),
        ImportValue.Whole => long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        ImportValue.Stage => Stage(text) is { } stage ? OrderView.Word(stage) : null,
        ImportValue.Kind => Kind(text),
        _ => throw new InvalidOperationException($"Unknown value {kind}."),
    };

    /// <summary>What a value must look like.</summary>
    public static ProblemText Wanted(ImportValue kind) => kind switch
    {
        ImportValue.Text => "Must be a text.",
        ImportValue.Time => "Must be a date or time, such as 2026-11-11 08:00 (UTC) or 2026-11-11T08:00:00+08:00.",
        ImportValue.Amount => "Must be an amount with no more decimals than its currency has, such as 1,299.00.",
        ImportValue.Whole => "Must be a whole number.",
        ImportValue.Stage => (ProblemText)$"Must be a state, such as {string.Join(", ", Enum.GetValues<OrderStage>().Select(OrderView.Word))}, or its Chinese name.",
        ImportValue.Kind => "Must be an event's name, such as order.paid or patella.order.paid.v1.",
        _ => throw new InvalidOperationException($"Unknown value {kind}."),
    };

    private static DateTimeOffset? Time(string text)
    {
        if (JsonField.TryTime(text, out var at))
        {
            return Microseconds.ToTime(at);
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var plain) ? plain : null;
    }

    /// <summary>In minor units of the currency; more decimals than it has are refused rather than rounded.</summary>
    private static long? Amount(string text, string currency)
    {
        var number = text.Trim().TrimStart('¥', '￥', '$', '€', '£').TrimEnd('元').Trim();
        if (!decimal.TryParse(number, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || Math.Abs(value) > 1_000_000_000_000m)
        {
            return null;
        }

        var minor = value * (decimal)Math.Pow(10, StatusSummary.DecimalsOf(currency));
        return minor == decimal.Truncate(minor) ? (long)minor : null;
    }

    private static OrderStage? Stage(string text)
    {
        var word = text.Trim();
        return Stages.TryGetValue(word, out var stage) || (word.Length > 0 && char.IsAsciiLetter(word[0]) && Enum.TryParse(word, ignoreCase: true, out stage) && Enum.IsDefined(stage)) ? stage : null;
    }

    private static string? Kind(string text)
    {
        var name = text.Trim();
        return EventKinds.Of(name) is not null ? name : EventKinds.All.Contains(name) ? $"patella.{name}.v1" : null;
    }
}
