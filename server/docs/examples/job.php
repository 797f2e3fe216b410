<?php
const SERVER = 'https://desk.example';
$token = null;

/** Throws an error of the API as `code: message`, with the fields that are wrong. */
function call(string $method, string $path, ?array $body = null): ?array
{
    global $token;
    $answer = file_get_contents(SERVER . $path, false, stream_context_create(['http' => [
        'method' => $method,
        'header' => ['Content-Type: application/json', "Authorization: Bearer $token"],
        'content' => $body === null ? null : json_encode($body),
        'ignore_errors' => true,
    ]]));
    $answer = json_decode($answer, true);
    if (!isset($answer['error'])) return $answer;
    ['code' => $code, 'message' => $message] = $answer['error'];
    throw new RuntimeException("$code: $message " . json_encode($answer['error']['fields'] ?? null));
}

// Sign in. The token lasts 15 minutes; POST /api/auth/token/refresh gives the next one.
$signIn = ['email' => getenv('EMAIL'), 'password' => getenv('PASSWORD')];
$token = call('POST', '/api/auth/token', $signIn)['token'];

// Find a customer, and open a ticket for them. Because you choose its id, a second try opens no second ticket.
$customer = call('GET', '/api/customers?q=Jonas')['items'][0]['id'];
$ticket = preg_replace('/^(.{8})(.{4})(.{3})(.{3})(.{12}).*/', '$1-$2-4$3-8$4-$5', bin2hex(random_bytes(16)));
$opened = ['id' => $ticket, 'subject' => 'No heating', 'body' => 'He called at 9:40.', 'customerId' => $customer];
call('POST', '/api/tickets', $opened);

// List the open tickets of this customer, answer, and resolve.
$query = http_build_query(['statusType' => 'open', 'customer' => $customer]);
foreach (call('GET', "/api/tickets?$query")['items'] as $row) echo "$row[number] $row[subject]\n";
call('POST', "/api/tickets/$ticket/messages", ['body' => 'We are on our way.']);
call('PUT', "/api/tickets/$ticket/status", ['status' => 'resolved']);

// An error says which field is wrong.
try {
    call('PUT', "/api/tickets/$ticket/status", ['status' => 'repaired']);
} catch (RuntimeException $refused) {
    echo $refused->getMessage(), "\n";
}

// Read what happened.
foreach (call('GET', "/api/tickets/$ticket/events")['items'] as $event)
    echo date('c', intdiv($event['at'], 1000)), " $event[type]\n";
