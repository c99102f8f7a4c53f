using System.Globalization;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>
/// A dozen contracts of nobody, one for every case that a subscriber can be in: too little for the next charge; days
/// left; comfortable with leading zeros and a rolling period; spread; on credit; blocked for debt; frozen; closed; free;
/// a number in Cyrillic letters that look Latin; no document on file and quotes in the name; disabled. The telephone
/// numbers begin with 000, which no operator gives out.
/// </summary>
internal static class SampleContracts
{
    public const string UsualCurrency = "NOK";

    /// <summary>A next charge is written as the number of days from today.</summary>
    private const string Text = """
        contract,login,password,document,phone,holder,balance,credit,currency,tariff,price,period,next_charge,state
        700 123,nora,fjord-1905,AB 104 233,+47 000 00 101,Nora Oppdiktet,412.50,0,NOK,Fiber 100,499.00,monthly,6,active
        700 124,even,trikk-17,N 220 918 7,+47 000 00 102,Even Eksempel,58.20,0,NOK,Mobil 5G,19.90,daily,1,active
        0007-31,mia,Brygge#9,CD 550 017,+47 000 00 103,Mia Imaginary,1250.00,0,EUR,Fiber 500,64.90,30,17,active
        700 126,storm,vind&vann,EF 771 204,+47 000 00 104,Storm Påfunn,120.00,0,NOK,Strøm Fast,930.00,spread,1,active
        700 127,ida,granskog,GH 318 842,+47 000 00 105,Ida Ingensteds,-280.00,500.00,NOK,Fiber 250,599.00,monthly,12,active
        700 128,odd,havn-44,IJ 906 155,+47 000 00 106,Odd Finnesikke,-1049.00,0,NOK,Fiber 100,499.00,monthly,3,blocked
        700 129,tuva,hytte-2,KL 430 660,+47 000 00 107,Tuva Tenkt,75.00,0,NOK,Hytte-nett,249.00,monthly,,frozen
        700 130,per,farvel,MN 112 090,+47 000 00 108,Per Påstått,0.00,0,NOK,Fiber 50,349.00,monthly,,closed
        700 131,bygda,gratis-1,OP 645 301,+47 000 00 109,Oppdiktet Bygdelag,0.00,0,NOK,Bygdenett,0.00,monthly,9,active
        АВ-1042,petro,kalyna-7,ММ 482 913,+47 000 00 110,Петро Вигаданий,96.00,0,UAH,Домашній 100,9.50,daily,1,active
        700 132,saga,Älv_2031,,+47 000 00 111,"Saga, ""Påhittad"" & Co",310.00,100.00,SEK,Vatten,145.00,monthly,21,active
        700 133,max,tower-88,QR 808 424,+47 000 00 112,Max Madeup,5.75,0,USD,Mobile S,12.00,30,4,disabled
        """;

    public static CsvTable Made(DateOnly today)
    {
        var table = CsvTable.Parse(Text);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            if (int.TryParse(table.Cell(row, "next_charge"), CultureInfo.InvariantCulture, out var days))
            {
                var date = today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                table = table.With(row, "next_charge", date);
            }
        }
        return table;
    }
}
