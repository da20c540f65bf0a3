using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patella.Simulator.Api;

/// <summary>How the simulator writes and reads JSON: camel case, absent instead of null, readable Chinese.</summary>
public static class Wire
{
    /// <summary>Options shared by every request and answer.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bytes of a value as the simulator sends it.</summary>
    public static byte[] Bytes(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json);
}

/// <summary>Money on the wire: integer minor units (fen, cents) and an ISO 4217 currency.</summary>
public sealed record Money(long Amount, string Currency)
{
    /// <summary>The sum; currencies must agree.</summary>
    public static Money operator +(Money left, Money right) => left.Currency == right.Currency
        ? left with { Amount = left.Amount + right.Amount }
        : throw new InvalidOperationException($"{left.Currency} and {right.Currency} cannot be added");
}

/// <summary>A CloudEvents 1.0 event with the two extensions of the envelope: unit and subjectversion.</summary>
/// <param name="Id">Unique within its source.</param>
/// <param name="Source">Where it happened, for example "/market/orders".</param>
/// <param name="Type">Neutral name with version, for example "patella.order.paid.v1".</param>
/// <param name="Subject">External id of the thing it is about.</param>
/// <param name="Time">When it occurred.</param>
/// <param name="Unit">Code of the business unit.</param>
/// <param name="Subjectversion">Version of the subject from 1; the higher one wins.</param>
/// <param name="Data">The payload of the type.</param>
public sealed record CloudEvent(
    string Id, string Source, string Type, string Subject, DateTimeOffset Time, string? Unit, int? Subjectversion, object Data)
{
    /// <summary>Always "1.0".</summary>
    public string Specversion => "1.0";
}
