using System.Text.Json;

namespace Patella.Simulator.Retail;

/// <summary>A variant of a product.</summary>
public sealed record RetailVariant(string Sku, IReadOnlyDictionary<string, string> Options, long PriceCents, bool Available);

/// <summary>A product with its variants.</summary>
public sealed record RetailProduct(string Id, string Title, IReadOnlyList<RetailVariant> Variants);

/// <summary>An address as the file writes it.</summary>
public sealed record RetailAddress(string Line1, string Line2, string City, string State, string Country, string Postcode);

/// <summary>A way to pay: its id, its kind (credit_card, gift_card, paypal) and whatever else the file says of it.</summary>
public sealed record RetailPaymentMethod(string Id, string Source, JsonElement Details);

/// <summary>A customer.</summary>
public sealed record RetailCustomer(
    string Id, string Name, string Email, RetailAddress Address, IReadOnlyList<RetailPaymentMethod> PaymentMethods, IReadOnlyList<string> Orders);

/// <summary>An item of an order.</summary>
public sealed record RetailItem(string Sku, string ProductId, string Title, IReadOnlyDictionary<string, string> Options, long PriceCents);

/// <summary>A movement of money of an order: payment or refund.</summary>
public sealed record RetailMoneyMove(string Kind, long AmountCents, string Method);

/// <summary>What was sent together under which tracking numbers.</summary>
public sealed record RetailFulfilment(IReadOnlyList<string> Tracking, IReadOnlyList<string> Skus);

/// <summary>An order; the state is the file's own: pending, processed, delivered, cancelled.</summary>
public sealed record RetailOrder(
    string Number, string Customer, string State, RetailAddress Address, IReadOnlyList<RetailItem> Items,
    IReadOnlyList<RetailMoneyMove> Money, IReadOnlyList<RetailFulfilment> Fulfilments);

/// <summary>A whole file, checked.</summary>
public sealed record RetailData(
    IReadOnlyList<RetailProduct> Products, IReadOnlyList<RetailCustomer> Customers, IReadOnlyList<RetailOrder> Orders);
