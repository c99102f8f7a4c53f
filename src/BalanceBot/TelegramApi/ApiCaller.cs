using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BalanceBot.TelegramApi;

/// <summary>
/// One request, one answer, in as few steps as there are: the library's own way through reflection and a document for each
/// answer was a quarter of a turn. What fails is an exception of HttpClient's.
/// </summary>
internal sealed class ApiCaller(HttpMessageInvoker http, Uri root, TimeSpan atMost, TimeProvider time)
{
    /// <summary>A hundred updates of the largest kind do not come near.</summary>
    private const int LargestAnswer = 64 * 1024 * 1024;
    private const int UsualAnswer = 4096;

    // Nobody reads it as HTML.
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ConcurrentDictionary<string, Uri> addresses = new(StringComparer.Ordinal);

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>The address before the name of the method.</summary>
    public static Uri RootOf(Uri baseUrl, string token) => new($"{baseUrl.ToString().TrimEnd('/')}/bot{token}/");

    public Task<ApiReply> Call(string method, Action<Utf8JsonWriter> write, CancellationToken stop) =>
        Call(method, write, ApiReply.Read, stop);

    /// <param name="read">Of the status and the body, which is gone afterwards.</param>
    public Task<T> Call<T>(
        string method,
        Action<Utf8JsonWriter> write,
        Func<int, ReadOnlySpan<byte>, T> read,
        CancellationToken stop
    ) => Post(method, Body(write), read, stop);

    /// <summary>A call that carries a file.</summary>
    public Task<ApiReply> Upload(string method, HttpContent parts, CancellationToken stop) =>
        Post(method, parts, ApiReply.Read, stop);

    private async Task<T> Post<T>(
        string method,
        HttpContent content,
        Func<int, ReadOnlySpan<byte>, T> read,
        CancellationToken stop
    )
    {
        using HttpRequestMessage request = new(
            HttpMethod.Post,
            addresses.GetOrAdd(method, name => new Uri(root, name))
        );
        request.Content = content;
        using CancellationTokenSource late = new(atMost, time);
        using CancellationTokenSource? either = stop.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop)
            : null;
        CancellationToken enough = either?.Token ?? late.Token;
        using HttpResponseMessage answer = await http.SendAsync(request, enough);
        return await Read(answer, read, enough);
    }

    private static ByteArrayContent Body(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new(1024);
        using (Utf8JsonWriter json = new(bytes, Plain))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        // The writer's buffer itself: nobody else has it.
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes.WrittenMemory, out ArraySegment<byte> written);
        ByteArrayContent content = new(written.Array!, 0, written.Count);
        content.Headers.ContentType = Json;
        return content;
    }

    private static async Task<T> Read<T>(
        HttpResponseMessage answer,
        Func<int, ReadOnlySpan<byte>, T> read,
        CancellationToken enough
    )
    {
        int status = (int)answer.StatusCode;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(
            (int)Math.Clamp(answer.Content.Headers.ContentLength + 1 ?? 0, UsualAnswer, LargestAnswer)
        );
        try
        {
            await using Stream stream = await answer.Content.ReadAsStreamAsync(enough);
            int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, enough);
            while (length == buffer.Length && length < LargestAnswer)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(2 * length);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
                length += await stream.ReadAtLeastAsync(
                    buffer.AsMemory(length),
                    buffer.Length - length,
                    throwOnEndOfStream: false,
                    enough
                );
            }

            return read(status, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
