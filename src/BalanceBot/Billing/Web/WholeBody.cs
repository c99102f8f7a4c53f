using System.Buffers;

namespace BalanceBot.Billing.Web;

/// <summary>
/// Reads the body within an attempt, so that the attempt's time-out is one for a slow body too, and never more of it than is
/// wanted.
/// </summary>
internal sealed class WholeBody : DelegatingHandler
{
    private const int Piece = 16 * 1024;
    private static readonly HttpRequestOptionsKey<byte[]> Body = new("balancebot.body");

    /// <summary>What the last attempt has read; empty where it needed none.</summary>
    public static byte[] Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Body, out byte[]? body) ? body : [];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        request.Options.Set(Body, []);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (!ReplyReader.IsReadable((int)response.StatusCode))
        {
            return response;
        }

        bool isBulk = request.Options.TryGetValue(WebPipeline.Call, out WebCall? call) && call.IsBulk;
        try
        {
            int most = isBulk ? WebLimits.LargestBulk : WebLimits.LargestOne;
            request.Options.Set(Body, await Read(response.Content, most, cancellationToken));
            return response;
        }
        catch (Exception broken)
        {
            response.Dispose();
            if (broken is IOException io)
            {
                throw new HttpRequestException(
                    (io as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown,
                    inner: io
                );
            }

            throw;
        }
    }

    private static async Task<byte[]> Read(HttpContent content, int most, CancellationToken stop)
    {
        if (content.Headers.ContentLength > most)
        {
            throw TooLarge(most);
        }

        await using Stream stream = await content.ReadAsStreamAsync(stop);
        ArrayBufferWriter<byte> read = new(Piece);
        while (true)
        {
            int count = await stream.ReadAsync(read.GetMemory(Piece), stop);
            if (count == 0)
            {
                return read.WrittenSpan.ToArray();
            }

            read.Advance(count);
            if (read.WrittenCount > most)
            {
                throw TooLarge(most);
            }
        }
    }

    private static ReplyRefusedException TooLarge(int most) =>
        new($"the answer is larger than {most / 1024 / 1024} MB");
}

/// <summary>An answer that would be the same again. Its message names no person and nothing of the answer.</summary>
internal sealed class ReplyRefusedException(string reason) : Exception(reason);
