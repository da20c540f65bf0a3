namespace Patella.Tests.Kernel.Text.Reasons;

/// <summary>
/// Sentences of our own as consumers type them, with the reason a person would give: an order is "order_status" until
/// it is shipped, "parcel_status" on its way; wanting money or goods back is "return_request", waiting for promised
/// money "refund_status"; wrong, missing and broken goods are "damaged_item".
/// </summary>
internal static partial class ReasonSentences
{
    internal static readonly (string Reason, string[] Sentences)[] English =
    [
        ("order_status", ["where is my order", "what's the status of my order?", "can you check on order #W2378156 for me", "order status please",
            "my order hasn't shipped yet", "when will my order ship?", "has my order been shipped", "any update on my order?", "why is my order still not shipped after 5 days",
            "I ordered on Monday, when do you dispatch?", "track order 88213"]),
        ("parcel_status", ["where is my parcel", "my package hasn't arrived", "when will it be delivered", "tracking says delivered but I never received it",
            "the courier never showed up", "my parcel is stuck in customs", "how long does delivery take", "it was supposed to arrive yesterday and nothing came",
            "the tracking number hasn't updated since Friday", "has the driver left already? my food delivery is so late", "I think my package is lost",
            "still waiting for my delivery", "What time will the courier come today?", "my stuff never came"]),
        ("refund_status", ["where is my refund", "when will I get my refund", "I returned it two weeks ago and still no refund", "refund status?", "how long does a refund take",
            "you promised a refund but I haven't received it", "when do I get my money back", "any update on my refund please", "has my refund been credited yet",
            "my refund still hasn't hit my account"]),
        ("return_request", ["I want to return this", "how do I return a jacket?", "I'd like my money back", "please refund me", "can I exchange it for a larger size",
            "these shoes don't fit, I want to swap them", "how do I send it back", "I need a return label", "is it possible to get a refund for this", "it's too small, can I get a bigger size",
            "I'd like to give it back within the 14 days"]),
        ("damaged_item", ["the screen is cracked", "it arrived broken", "the blender stopped working after two days", "you sent me the wrong item", "this isn't what I ordered",
            "one glove is missing", "the box was crushed and the vase is shattered", "the milk was spoiled", "the zipper came off the first time I used it", "wrong colour!!",
            "there's a hole in the sweater", "my meal came without the drink, part of it is missing", "the phone won't turn on"]),
        ("cancel_order", ["cancel my order", "I'd like to cancel order 5512", "how can I cancel?", "please cancel it, I ordered by mistake", "I don't want it anymore, please stop the order",
            "can I still cancel the purchase", "I changed my mind about this order"]),
        ("change_address", ["I need to change my shipping address", "I typed the wrong address", "can you deliver it to my office instead", "I moved, please update the delivery address",
            "my zip code is wrong", "please ship it to a different address", "there's a typo in the street name of my address"]),
        ("coupon_problem", ["my coupon doesn't work", "the promo code is invalid", "it won't accept my voucher", "the discount wasn't applied", "why can't I use my gift card",
            "coupon expired although the date is fine", "I forgot to add the discount code"]),
        ("payment_problem", ["my card was declined", "I was charged twice", "payment failed", "the payment won't go through", "you charged me too much", "I can't pay with paypal",
            "there's an extra charge on my card", "checkout keeps giving an error", "why was I billed two times"]),
        ("complaint", ["I want to make a complaint", "this is the worst service ever", "I'm going to report this shop", "your staff was so rude to me", "what a scam", "terrible customer service",
            "I will contact consumer protection and file a complaint", "absolutely disgusting behaviour"]),
        ("greeting", ["hi", "Hello!", "good morning", "hey there", "hello, good evening"]),
        ("thanks", ["thanks", "thank you so much!", "ok thanks", "great, thank you", "thx", "cheers"]),
        ("other", ["do you sell umbrellas", "what colour is the sofa in the picture", "is this compatible with my camera", "42", "lol", "the weather is nice", "asdfgh"]),
    ];

    internal static readonly (string Reason, string[] Sentences)[] Chinese =
    [
        ("order_status", ["我的订单到哪一步了，查一下状态", "怎么还没发货", "什么时候发货啊", "订单怎么样了", "帮我查下订单W2378156", "拍下三天了还不发货", "下单一周了还没发出", "我的订单什么情况",
            "催一下发货", "訂單還沒出貨嗎", "发货了吗"]),
        ("parcel_status", ["我的快递到哪了", "包裹怎么还没到", "物流一直没更新", "显示签收了但是我没收到", "外卖还没送到", "骑手到哪了", "快递丢了怎么办", "什么时候能到", "今天能送到吗",
            "快递卡在广州三天没动了", "包裹不见了", "还要等多久才到", "配送太慢了吧", "請問包裹什麼時候送達", "单号查不到物流信息，快递在哪"]),
        ("refund_status", ["退款什么时候到账", "退款到哪了", "退货都签收了怎么还没退款", "钱什么时候退给我", "退款进度查一下", "说好的退款还没到账", "退款要几天", "我的退款呢，好久了还没收到",
            "退款成功了但是钱没到账", "退回到哪张卡了"]),
        ("return_request", ["我要退货", "怎么退货", "申请退款", "不合适想退", "能不能换个大一码的", "衣服太小了想换货", "七天无理由怎么操作", "可以退吗", "我想把这双鞋寄回去", "给我退钱",
            "这个能退掉吗"]),
        ("damaged_item", ["收到的杯子碎了", "东西坏了", "手机开不了机", "发错颜色了", "少发了一件", "衣服有污渍", "屏幕有划痕", "水果都烂了", "这是假货吧", "跟图片完全不一样", "用了两天就死机",
            "餐洒了一袋子都是", "里面是空盒", "质量太差了，一洗就破洞"]),
        ("cancel_order", ["取消订单", "我不想要了帮我取消", "拍错了怎么取消", "不买了", "订单能撤销吗", "还没发货可以取消吗", "幫我取消訂單"]),
        ("change_address", ["地址写错了", "能改一下收货地址吗", "我搬家了要换地址", "收件人电话填错了想修改", "可以改送到公司吗", "改个地址", "地址选错了，选成老家的了"]),
        ("coupon_problem", ["优惠券用不了", "红包怎么没抵扣", "优惠码无效", "满减没减", "领不了优惠券", "买完就降价了能补差价吗", "优惠券过期了能补吗", "凑单满300为什么没优惠"]),
        ("payment_problem", ["付款失败", "扣了两次钱", "支付不了怎么办", "银行卡被拒", "为什么多扣了我20块", "钱扣了但是订单没付款成功", "重复扣款了", "支付宝一直提示异常"]),
        ("complaint", ["我要投诉", "你们太坑人了", "什么垃圾服务", "我要举报这个商家", "再不处理我打12315", "态度太差了", "骗子店铺", "等着被曝光吧"]),
        ("greeting", ["你好", "在吗", "您好", "早上好", "晚上好呀", "哈喽"]),
        ("thanks", ["谢谢", "好的谢谢", "非常感谢", "辛苦了", "谢谢你的帮助"]),
        ("other", ["这个有蓝色吗", "你们几层楼的", "手机支持5g吗", "哈哈哈", "123", "今天天气真好", "这款适合送女朋友吗"]),
    ];

    internal static readonly (string Reason, string[] Sentences)[] Others =
    [
        ("order_status", ["¿dónde está mi pedido?", "où en est ma commande ?", "wo ist meine bestellung", "注文の状況を教えてください", "cadê o meu pedido", "где мой заказ"]),
        ("parcel_status", ["no ha llegado mi paquete", "mon colis n'est pas arrivé", "mein paket ist noch nicht da", "荷物がまだ届きません", "¿cuándo llega mi envío?", "택배가 아직 안 왔어요", "พัสดุอยู่ที่ไหน"]),
        ("refund_status", ["¿cuándo me llega el reembolso?", "je n'ai pas encore reçu mon remboursement", "wann kommt meine rückerstattung", "返金はいつですか"]),
        ("return_request", ["quiero devolver este producto", "je veux retourner cet article", "ich möchte das zurückschicken", "返品したいです", "taille trop petite, je veux échanger"]),
        ("damaged_item", ["llegó roto", "le vase est cassé", "das gerät ist kaputt", "商品が壊れていました", "faltan dos piezas", "il manque un article"]),
        ("cancel_order", ["quiero cancelar el pedido", "je veux annuler ma commande", "bitte bestellung stornieren", "注文をキャンセルしたい", "хочу отменить заказ"]),
        ("change_address", ["quiero cambiar la dirección", "changer mon adresse de livraison", "ich möchte die lieferadresse ändern", "住所を変更したい"]),
        ("coupon_problem", ["el cupón no funciona", "mon code promo ne marche pas", "der gutschein funktioniert nicht", "クーポンが使えません"]),
        ("payment_problem", ["mi tarjeta fue rechazada", "j'ai été débité deux fois", "die zahlung wurde abgelehnt", "カード決済ができません", "me cobraron dos veces"]),
        ("complaint", ["quiero poner una queja", "je veux déposer une réclamation", "ich möchte mich beschweren", "クレームを言いたい"]),
        ("greeting", ["hola", "bonjour", "guten tag", "こんにちは", "안녕하세요", "привет"]),
        ("thanks", ["muchas gracias", "merci beaucoup", "vielen dank", "ありがとうございます", "спасибо", "감사합니다"]),
    ];
}
