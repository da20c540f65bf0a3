using Patella.Kernel.Text;
using Xunit.Abstractions;

namespace Patella.Tests.Kernel.Text;

public class LanguageDetectorTests(ITestOutputHelper output)
{
    /// <summary>Messages of our own, none of them in the detector's profiles, most of them short.</summary>
    private static readonly (string Language, string[] Messages)[] Table =
    [
        ("en", ["where is my order", "hi", "hello there", "still no parcel", "I paid twice!!", "refund status?", "can someone call me", "the zipper came off after a day",
            "my order #W2378156 hasn't shipped", "Is it possible to swap the blue one for a red one?", "thx", "when do i get my money back", "the driver left it with a neighbour",
            "how long does shipping take", "It doesn't fit me", "why was my card declined", "do you ship to Norway", "ok thank you", "agent please", "item not as described"]),
        ("zh", ["我的快递到哪了", "你好", "退款什么时候到账", "转人工", "怎么还没发货", "东西坏了", "我要退货", "帮我查一下订单W2378156", "地址写错了能改吗", "谢谢",
            "優惠券用不了", "請問什麼時候出貨", "买的iPhone 15 Pro屏幕碎了", "在吗", "客服呢", "少发了一件", "衣服の颜色不对，我想换一件"]),
        ("es", ["¿dónde está mi pedido?", "hola", "no me ha llegado nada", "quiero mi dinero", "el repartidor no vino", "necesito cambiar la talla", "me han cobrado de más",
            "donde esta mi paquete", "gracias", "¿cuándo me lo entregan?", "la pantalla está rota", "quiero anular la compra", "hablar con un agente", "mi tarjeta fue rechazada", "buenas"]),
        ("fr", ["où est mon colis ?", "bonjour", "je n'ai rien reçu", "je veux être remboursé", "le livreur n'est jamais passé", "ma carte a été refusée", "ça ne marche pas",
            "merci", "comment retourner un article", "il manque une pièce dans le carton", "je souhaite parler à un conseiller", "quand arrive ma livraison", "la taille ne convient pas", "ou est ma commande"]),
        ("de", ["wo bleibt mein paket", "hallo", "ich habe nichts bekommen", "ich will mein geld zurück", "der fahrer war nie da", "meine karte wurde abgelehnt", "das gerät ist defekt",
            "danke schön", "wie kann ich etwas zurückschicken", "es fehlt ein teil", "mit einem mitarbeiter sprechen", "wann kommt die lieferung", "die größe passt nicht", "guten abend"]),
        ("pt", ["cadê meu pedido", "olá", "não recebi nada", "quero meu dinheiro de volta", "o entregador não veio", "meu cartão foi recusado", "o aparelho não liga",
            "obrigada", "como faço para devolver", "está faltando uma peça", "quero falar com alguém", "quando chega a encomenda", "o tamanho não serve", "bom dia"]),
        ("ru", ["где мой заказ", "привет", "посылка не пришла", "верните деньги", "позовите оператора", "товар сломан", "спасибо", "хочу отменить заказ", "как изменить адрес", "купон не работает"]),
        ("ja", ["注文した商品はどこですか", "こんにちは", "まだ届きません", "返金してください", "オペレーターと話したい", "壊れていました", "ありがとう", "キャンセルしたい", "配送先を変更できますか", "クーポンが使えない", "返品希望です"]),
        ("ko", ["제 주문 어디에 있나요", "안녕하세요", "아직 안 왔어요", "환불해 주세요", "상담원 연결", "고장났어요", "감사합니다", "주문 취소하고 싶어요", "주소 변경", "쿠폰이 안 돼요"]),
        ("ar", ["أين طلبي", "مرحبا", "لم يصل الطرد بعد", "أريد استرداد المال", "أريد التحدث مع موظف", "المنتج مكسور", "شكرا", "أريد إلغاء الطلب", "كيف أغير العنوان", "الكوبون لا يعمل"]),
        ("th", ["พัสดุของฉันอยู่ที่ไหน", "สวัสดีครับ", "ยังไม่ได้รับของ", "ขอคืนเงิน", "ขอคุยกับเจ้าหน้าที่", "สินค้าเสียหาย", "ขอบคุณค่ะ", "ยกเลิกคำสั่งซื้อ", "เปลี่ยนที่อยู่", "คูปองใช้ไม่ได้"]),
        ("it", ["dov'è il mio pacco", "non ho ricevuto niente", "voglio indietro i miei soldi", "la mia carta è stata rifiutata", "grazie", "vorrei parlare con un operatore", "quando arriva il pacco"]),
    ];

    [Fact]
    public void Short_messages_are_told_apart()
    {
        var (right, all) = (0, 0);
        foreach (var (language, messages) in Table)
        {
            foreach (var message in messages)
            {
                all++;
                var guess = LanguageDetector.Detect(message);
                if (guess.Language == language) right++;
                else output.WriteLine($"{language} taken for {guess}: {message}");
            }
        }
        output.WriteLine($"{right} of {all}");
        Assert.True(right >= all * 0.97, $"{right} of {all}");
    }

    [Fact]
    public void The_readers_own_language_as_hint_never_hurts()
    {
        foreach (var (language, messages) in Table)
            foreach (var message in messages)
                Assert.Equal((message, language), (message, LanguageDetector.Detect(message, language).Language));
    }

    [Fact]
    public void Who_is_sure_is_right()
    {
        var sure = Table.SelectMany(t => t.Messages.Select(m => (t.Language, Guess: LanguageDetector.Detect(m))))
            .Where(x => x.Guess.Confidence >= 0.9).ToList();
        Assert.True(sure.Count > 100, $"sure of {sure.Count} only");
        Assert.True(sure.Count(x => x.Language == x.Guess.Language) >= sure.Count * 0.99);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("12345 -- 678")]
    [InlineData("😀😀")]
    [InlineData("#W2378156")]
    [InlineData("https://example.test/where/is/my/order")]
    public void What_says_nothing_gives_the_hint_without_confidence(string? text)
    {
        Assert.Equal(new LanguageGuess("pt", 0), LanguageDetector.Detect(text, "pt-BR"));
        Assert.Equal(new LanguageGuess("und", 0), LanguageDetector.Detect(text));
    }

    [Fact]
    public void Every_language_named_can_be_answered() =>
        Assert.All(Table, t => Assert.Contains(t.Language, LanguageDetector.Languages));
}
