using BalanceBot.Replies;
using BalanceBot.Warnings;
using SkiaSharp;

namespace BalanceBot.Pictures;

/// <summary>A chart as PNG. The same chart is the same bytes: nothing of the machine is in it, not even its fonts.</summary>
internal static class BalanceDrawing
{
    private const string FontName = "BalanceBot.Pictures.NotoSans-Regular.ttf";
    private const float Gap = 12;

    private static readonly Lazy<SKTypeface> Face = new(() =>
    {
        using Stream font =
            typeof(BalanceDrawing).Assembly.GetManifestResourceStream(FontName)
            ?? throw new InvalidOperationException($"No {FontName} in the assembly.");
        return SKTypeface.FromStream(font);
    });

    public static byte[] Png(Chart chart)
    {
        using SKBitmap bitmap = new(new SKImageInfo(Look.Width, Look.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (SKCanvas canvas = new(bitmap))
        {
            using SKFont text = FontOf(Look.TextSize);
            Draw(canvas, chart, Frame.Of(chart, chart.Sums.Max(mark => text.MeasureText(mark.Label))), text);
        }

        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void Draw(SKCanvas canvas, Chart chart, Frame frame, SKFont text)
    {
        canvas.Clear(Look.Ground);
        DrawHead(canvas, chart, text);
        DrawSums(canvas, chart, frame, text);
        DrawDays(canvas, chart, frame, text);
        DrawPast(canvas, chart.Past, frame);
        DrawAhead(canvas, chart.Ahead, frame);
        DrawNow(canvas, chart, frame, text);
        DrawEnd(canvas, chart, frame, text);
        DrawLegend(canvas, chart, text);
    }

    private static void DrawHead(SKCanvas canvas, Chart chart, SKFont text)
    {
        using SKFont title = FontOf(Look.TitleSize);
        Write(canvas, Fitting(Shown(chart.Title, title), title), Look.Margin, 72, title, Look.Ink);
        Write(canvas, chart.Subtitle, Look.Margin, 120, text, Look.Faint);
    }

    private static void DrawSums(SKCanvas canvas, Chart chart, Frame frame, SKFont text)
    {
        foreach ((decimal sum, string label) in chart.Sums.Select(mark => (mark.At, mark.Label)))
        {
            using SKPaint line = Stroke(sum == 0 ? Look.Faint : Look.Grid, sum == 0 ? 3 : 2);
            canvas.DrawLine(frame.Plot.Left, frame.Y(sum), frame.Plot.Right, frame.Y(sum), line);
            Write(canvas, label, frame.Plot.Left - 16, frame.Y(sum) + 11, text, Look.Faint, SKTextAlign.Right);
        }
    }

    /// <summary>A label that would run into the one before is left out.</summary>
    private static void DrawDays(SKCanvas canvas, Chart chart, Frame frame, SKFont text)
    {
        float taken = 0;
        foreach (ChartMark<DateOnly> mark in chart.Days)
        {
            float half = text.MeasureText(mark.Label) / 2;
            float x = Math.Clamp(frame.X(mark.At), half, Look.Width - Gap - half);
            if (x - half < taken)
            {
                continue;
            }

            taken = x + half + Gap;
            using SKPaint tick = Stroke(Look.Grid, 2);
            canvas.DrawLine(frame.X(mark.At), frame.Plot.Top, frame.X(mark.At), frame.Plot.Bottom + 10, tick);
            Write(canvas, mark.Label, x, frame.Plot.Bottom + 46, text, Look.Faint, SKTextAlign.Center);
        }
    }

    private static void DrawPast(SKCanvas canvas, IReadOnlyList<DayBalance> past, Frame frame)
    {
        using SKPath area = Steps(past, frame, downToZero: true);
        using SKPaint fill = new() { Color = Look.PastArea, IsAntialias = true };
        canvas.DrawPath(area, fill);
        using SKPath line = Steps(past, frame);
        using SKPaint stroke = Stroke(Look.Past, Look.LineWidth);
        canvas.DrawPath(line, stroke);
    }

    private static void DrawAhead(SKCanvas canvas, IReadOnlyList<DayBalance> ahead, Frame frame)
    {
        if (ahead.Count == 0)
        {
            return;
        }

        using SKPath line = Steps(ahead, frame);
        using SKPathEffect dashes = SKPathEffect.CreateDash([16, 10], 0);
        using SKPaint stroke = Stroke(Look.Ahead, Look.LineWidth);
        stroke.PathEffect = dashes;
        canvas.DrawPath(line, stroke);
    }

    private static void DrawNow(SKCanvas canvas, Chart chart, Frame frame, SKFont text)
    {
        float x = frame.X(chart.Now.At);
        float y = frame.Y(chart.Past[^1].Balance);
        using SKPaint line = Stroke(Look.Faint, 2);
        canvas.DrawLine(x, frame.Plot.Top - 8, x, frame.Plot.Bottom, line);
        using SKPaint dot = new() { Color = Look.Past, IsAntialias = true };
        canvas.DrawCircle(x, y, 11, dot);
        float width = text.MeasureText(chart.Now.Label);
        float left = Math.Clamp(x - (width / 2), Look.Margin, Look.Width - Look.Margin - width);
        Write(canvas, chart.Now.Label, left, frame.Plot.Top - 20, text, Look.Past);
    }

    private static void DrawEnd(SKCanvas canvas, Chart chart, Frame frame, SKFont text)
    {
        if (chart is not { RunsOut: { } end, Ahead: [.., var last] })
        {
            return;
        }

        float x = frame.X(end.At);
        float y = frame.Y(last.Balance);
        using SKPaint ring = Stroke(Look.Ahead, Look.LineWidth);
        canvas.DrawCircle(x, y, 11, ring);
        float width = text.MeasureText(end.Label);
        float left = Math.Clamp(x - width, frame.Plot.Left, Look.Width - Look.Margin - width);
        bool isLow = y > frame.Plot.Bottom - 70;
        WriteOver(canvas, end.Label, left, isLow ? y - 28 : y + 48, text, Look.Ahead);
    }

    private static void DrawLegend(SKCanvas canvas, Chart chart, SKFont text)
    {
        float y = Look.Height - 40;
        float x = DrawKey(canvas, chart.PastLabel, Look.Margin, y, text, Look.Past, dashes: null);
        if (chart.Ahead.Count > 0)
        {
            using SKPathEffect dashes = SKPathEffect.CreateDash([16, 10], 0);
            DrawKey(canvas, chart.AheadLabel, x + 48, y, text, Look.Ahead, dashes);
        }
    }

    private static float DrawKey(
        SKCanvas canvas,
        string label,
        float x,
        float y,
        SKFont text,
        SKColor colour,
        SKPathEffect? dashes
    )
    {
        const float Length = 68;
        using SKPaint stroke = Stroke(colour, Look.LineWidth);
        stroke.PathEffect = dashes;
        canvas.DrawLine(x, y - 10, x + Length, y - 10, stroke);
        Write(canvas, label, x + Length + Gap, y, text, Look.Ink);
        return x + Length + Gap + text.MeasureText(label);
    }

    /// <summary>A balance stays as it is until the day on which it changes.</summary>
    private static SKPath Steps(IReadOnlyList<DayBalance> days, Frame frame, bool downToZero = false)
    {
        using SKPathBuilder path = new();
        path.MoveTo(frame.X(days[0].Day), frame.Y(days[0].Balance));
        for (int i = 1; i < days.Count; i++)
        {
            path.LineTo(frame.X(days[i].Day), frame.Y(days[i - 1].Balance));
            path.LineTo(frame.X(days[i].Day), frame.Y(days[i].Balance));
        }

        if (downToZero)
        {
            path.LineTo(frame.X(days[^1].Day), frame.Y(0));
            path.LineTo(frame.X(days[0].Day), frame.Y(0));
            path.Close();
        }

        return path.Detach();
    }

    private static SKFont FontOf(float size) => new(Face.Value, size) { Edging = SKFontEdging.Antialias };

    private static SKPaint Stroke(SKColor colour, float width) =>
        new()
        {
            Color = colour,
            StrokeWidth = width,
            Style = SKPaintStyle.Stroke,
            StrokeJoin = SKStrokeJoin.Miter,
            IsAntialias = true,
        };

    private static void Write(
        SKCanvas canvas,
        string words,
        float x,
        float y,
        SKFont font,
        SKColor colour,
        SKTextAlign align = SKTextAlign.Left
    )
    {
        using SKPaint paint = new() { Color = colour, IsAntialias = true };
        canvas.DrawText(words, x, y, align, font, paint);
    }

    /// <summary>With a rim of the ground, so that a line behind it does not run through the letters.</summary>
    private static void WriteOver(SKCanvas canvas, string words, float x, float y, SKFont font, SKColor colour)
    {
        using SKPaint rim = Stroke(Look.Ground, 10);
        canvas.DrawText(words, x, y, SKTextAlign.Left, font, rim);
        Write(canvas, words, x, y, font, colour);
    }

    private static string Fitting(string words, SKFont font)
    {
        float room = Look.Width - (2 * Look.Margin);
        string fitting = words;
        for (int length = words.Length; font.MeasureText(fitting) > room && length > 1; length--)
        {
            fitting = words[..(length - 1)] + "…";
        }

        return fitting;
    }

    /// <summary>What the font has no letter for is left out: an empty box says nothing.</summary>
    private static string Shown(string words, SKFont font) =>
        string.Concat(words.EnumerateRunes().Where(rune => font.ContainsGlyph(rune.Value)));
}
